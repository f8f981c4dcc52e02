import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { htcondor } from "@/lib/schedulers/htcondor";
import { BatchMachine, machineName, whyNoMachine } from "../batch-machine";
import type { BatchLab, StartLab } from "../batch-lab";
import { BatchSshd } from "../batch-sshd";
import { freePort } from "../free-port";
import { trixieWith, whyNoTrixie } from "../trixie";

const name = "HTCondor 23.9.6";

/** A whole pool from Debian 13's packages, on loopback: one machine that says it has eight cores and 8 GB. */
export const startHtcondorLab: StartLab = async () => {
  const why = whyNoMachine() ?? whyNoTrixie();
  if (why !== null) return { name, skipped: why };
  const machine = await BatchMachine.start({ name: "condor", root: await trixieWith(["condor"]) });
  try {
    const environment = { CONDOR_CONFIG: join(baseOf(machine), "condor_config") };
    await configure(machine, environment.CONDOR_CONFIG, await freePort());
    startMaster(machine, environment);
    await untilReady(machine, environment);
    const sshd = await BatchSshd.start(machine, environment);
    return labOf(machine, sshd, environment);
  } catch (error) {
    await machine.stop();
    throw error;
  }
};

function labOf(machine: BatchMachine, sshd: BatchSshd, environment: Record<string, string>): BatchLab {
  return {
    name,
    isReal: true,
    scheduler: htcondor,
    ssh: sshd.facts,
    transport: (person = 0) => sshd.transport(machine.users[person]?.username ?? ""),
    queue: "pool",
    can: {
      remembersEnded: true,
      tellsSignals: true,
      timeoutSeconds: 15,
      shortestWalltimeSeconds: 3,
      usualSeconds: 8,
      memory: { bytesAsked: 64 * 1024 ** 2, command: "exec python3 -c 'x = bytearray(200 * 1024 ** 2); import time; time.sleep(60)'", reason: "memory" },
      waitsForEver: { directives: ["request_cpus = 999"], reason: /No machine of the pool/ },
    },
    asRoot: (command) => machine.run(command, { environment }),
    outage: {
      endsJobs: true,
      begin: () => machine.endDaemon("condor", "TERM"),
      async end() {
        startMaster(machine, environment);
        await untilReady(machine, environment);
      },
    },
    async stop() {
      await sshd.hangUp();
      await machine.stop();
    },
  };
}

function baseOf(machine: BatchMachine): string {
  return join(machine.folder, "condor");
}

async function configure(machine: BatchMachine, file: string, port: number): Promise<void> {
  const base = baseOf(machine);
  for (const part of ["", "spool", "execute", "log", "lock", "run"]) mkdirSync(join(base, part), { recursive: true });
  writeFileSync(file, configText(base, port));
  await machine.run(`chown -R condor:condor ${base} && chmod 1777 ${base}/execute && chmod 755 ${base}`);
}

function startMaster(machine: BatchMachine, environment: Record<string, string>): void {
  machine.daemon("condor", ["/usr/sbin/condor_master", "-f"], environment);
}

async function untilReady(machine: BatchMachine, environment: Record<string, string>): Promise<void> {
  const command = "for try in $(seq 120); do condor_q -totals >/dev/null 2>&1 && [ -n \"$(condor_status -af Name 2>/dev/null)\" ] && exit; sleep 0.5; done; exit 1";
  await machine.run(command, { environment });
}

/** Short intervals, so that the tests need not wait; memory is watched without cgroups. */
function configText(base: string, port: number): string {
  return `CONDOR_HOST = 127.0.0.1
COLLECTOR_HOST = 127.0.0.1:${port}
NETWORK_INTERFACE = 127.0.0.1
BIND_ALL_INTERFACES = False
FULL_HOSTNAME = ${machineName}
NETWORK_HOSTNAME = ${machineName}
UID_DOMAIN = ${machineName}
FILESYSTEM_DOMAIN = ${machineName}
NO_DNS = True
DEFAULT_DOMAIN_NAME = lab
USE_SHARED_PORT = False
RELEASE_DIR = /usr
LIB = /usr/lib/condor
LIBEXEC = /usr/libexec/condor
LOCAL_DIR = ${base}
LOG = ${base}/log
SPOOL = ${base}/spool
EXECUTE = ${base}/execute
LOCK = ${base}/lock
RUN = ${base}/run
DAEMON_LIST = MASTER COLLECTOR NEGOTIATOR SCHEDD STARTD
SEC_DEFAULT_AUTHENTICATION_METHODS = FS, CLAIMTOBE
SEC_CLIENT_AUTHENTICATION_METHODS = FS, CLAIMTOBE
SEC_DEFAULT_ENCRYPTION = OPTIONAL
SEC_DEFAULT_INTEGRITY = OPTIONAL
ALLOW_READ = *
ALLOW_WRITE = *
ALLOW_DAEMON = *
ALLOW_NEGOTIATOR = *
ALLOW_ADMINISTRATOR = root@*, condor@*
ALLOW_CLIENT = *
NUM_CPUS = 8
MEMORY = 8000
use FEATURE : PartitionableSlot
START = True
SUSPEND = False
PREEMPT = False
KILL = False
WANT_SUSPEND = False
SCHEDD_INTERVAL = 2
NEGOTIATOR_INTERVAL = 2
NEGOTIATOR_CYCLE_DELAY = 1
NEGOTIATOR_MIN_INTERVAL = 1
UPDATE_INTERVAL = 4
PERIODIC_EXPR_INTERVAL = 2
MAX_PERIODIC_EXPR_INTERVAL = 2
STARTER_UPDATE_INTERVAL = 2
STARTER_INITIAL_UPDATE_INTERVAL = 1
SHADOW_QUEUE_UPDATE_INTERVAL = 2
SCHEDD_MIN_INTERVAL = 1
POLLING_INTERVAL = 1
DISCARD_SESSION_KEYRING_ON_STARTUP = False
MOUNT_UNDER_SCRATCH =
MOUNT_PRIVATE_DEV_SHM = False
MASTER_BACKOFF_CEILING = 5
use POLICY : HOLD_IF_MEMORY_EXCEEDED
`;
}
