import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sge } from "@/lib/schedulers/sge";
import { machineName, BatchMachine, whyNoMachine } from "../batch-machine";
import type { BatchLab, StartLab } from "../batch-lab";
import { BatchSshd } from "../batch-sshd";

const name = "Grid Engine 8.1.9";
const library = "/usr/lib/gridengine";
const share = "/usr/share/gridengine";
const environment = { SGE_QMASTER_PORT: "6444", SGE_EXECD_PORT: "6445", SGE_CELL: "default" };

/** Grid Engine from Debian's gridengine-master, -exec and -client: one node, all.q with four slots, short.q of one minute. */
export const startSgeLab: StartLab = async () => {
  const why = whyNoMachine() ?? whyNoGridEngine();
  if (why !== null) return { name, skipped: why };
  const machine = await BatchMachine.start({ name: "sge", binds: writeSettings, ownNetwork: true });
  try {
    await makeCell(machine);
    await startMaster(machine);
    await machine.run(`qconf -as ${machineName} >&2; ${inCell(machine)} /usr/sbin/sge_execd`);
    await configure(machine);
    const sshd = await BatchSshd.start(machine, { SGE_ROOT: rootOf(machine) });
    return labOf(machine, sshd);
  } catch (error) {
    await machine.stop();
    throw error;
  }
};

function whyNoGridEngine(): string | null {
  if (!["sge_qmaster", "sge_execd"].every((each) => existsSync(`/usr/sbin/${each}`))) return "gridengine-master, gridengine-exec and gridengine-client are not installed";
  return ["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip"].some((path) => existsSync(path)) ? null : "iproute2 is not installed";
}

function labOf(machine: BatchMachine, sshd: BatchSshd): BatchLab {
  return {
    name,
    isReal: true,
    scheduler: sge,
    ssh: sshd.facts,
    transport: (person = 0) => sshd.transport(machine.users[person]?.username ?? ""),
    queue: "all.q",
    can: {
      remembersEnded: true,
      tellsSignals: false,
      timeoutSeconds: 10,
      shortestWalltimeSeconds: 3,
      usualSeconds: 4,
      memory: { bytesAsked: 250 * 1024 ** 2, command: `for n in 1 2 3; do python3 -c 'x = bytearray(120 * 1024 ** 2); import time; time.sleep(30)' & done; wait`, reason: "memory" },
      waitsForEver: { directives: ["-pe smp 9"], reason: /only 4 slots|ask for fewer/ },
    },
    asRoot: (command) => machine.run(`${inCell(machine)}\n${command}`),
    outage: { begin: () => stopMaster(machine), end: () => startMaster(machine) },
    async stop() {
      await sshd.hangUp();
      await machine.stop();
    },
  };
}

function rootOf(machine: Pick<BatchMachine, "folder">): string {
  return join(machine.folder, "sge");
}

function inCell(machine: BatchMachine): string {
  return `export SGE_ROOT=${rootOf(machine)} ${Object.entries(environment).map(([key, value]) => `${key}=${value}`).join(" ")};`;
}

/** Commands of other batch systems that this machine may have: the lab's people do not see them. */
const others = ["sbatch", "squeue", "sacct", "scontrol", "sinfo", "scancel", "srun", "condor_submit", "condor_q"];

/** Debian's commands read /etc/default/gridengine. What hides a command is a file that nobody may execute. */
function writeSettings(folder: string): Record<string, string> {
  const settings = Object.entries({ ...environment, SGE_ROOT: join(folder, "sge") }).map(([key, value]) => `export ${key}=${value}\n`);
  writeFileSync(join(folder, "etc/default/gridengine"), settings.join(""));
  const there = others.filter((each) => existsSync(`/usr/bin/${each}`));
  return Object.fromEntries(
    there.map((each) => {
      const cover = join(folder, `etc/without-${each}`);
      writeFileSync(cover, "");
      return [cover, `/usr/bin/${each}`];
    }),
  );
}

/** What Debian's own script does for /var/lib/gridengine, in the lab's folder. */
async function makeCell(machine: BatchMachine): Promise<void> {
  const root = rootOf(machine);
  const spool = join(machine.folder, "spool");
  const common = join(root, "default/common");
  for (const folder of [common, join(spool, "qmaster/job_scripts"), join(spool, "spooldb"), join(spool, "execd")]) mkdirSync(folder, { recursive: true });
  for (const part of ["bin", "lib", "util", "utilbin"]) cpSync(`/var/lib/gridengine/${part}`, join(root, part), { recursive: true, verbatimSymlinks: true });
  const moved = (file: string) => readFileSync(file, "utf8").replaceAll("/var/spool/gridengine", spool);
  writeFileSync(join(common, "bootstrap"), moved(`${share}/default-bootstrap`).replace(/^admin_user.*/m, "admin_user none"));
  writeFileSync(join(common, "act_qmaster"), `${machineName}\n`);
  const settings = moved(`${share}/default-configuration`)
    .replace(/^(load_report_time\s+)\S+/m, "$100:00:02")
    .replace(/flush_time=\S+/, "flush_time=00:00:01")
    .replace(/^min_[ug]id.*$/gm, (line) => line.replace(/\d+$/, "0"));
  writeFileSync(join(machine.folder, "configuration"), settings);
  await machine.run(`set -e; ${inCell(machine)}
${library}/spoolinit berkeleydb libspoolb ${spool}/spooldb init
${library}/spooldefaults configuration ${machine.folder}/configuration
${library}/spooldefaults complexes ${share}/util/resources/centry
${library}/spooldefaults usersets ${share}/util/resources/usersets
${library}/spooldefaults managers root`);
}

/** It puts itself into the background. */
async function startMaster(machine: BatchMachine): Promise<void> {
  await machine.run(`${inCell(machine)} /usr/sbin/sge_qmaster; for try in 1 2 3 4 5 6 7 8 9 10; do qconf -sh >/dev/null 2>&1 && exit; sleep 0.5; done; exit 1`);
}

async function stopMaster(machine: BatchMachine): Promise<void> {
  await machine.run(`pid=$(cat ${machine.folder}/spool/qmaster/qmaster.pid); kill -KILL $pid; while kill -0 $pid 2>/dev/null; do sleep 0.1; done`);
}

const scheduling = { schedule_interval: "0:0:1", flush_submit_sec: "1", flush_finish_sec: "1" };

async function configure(machine: BatchMachine): Promise<void> {
  const edit = (file: string, settings: Record<string, string>) => `sed -i ${Object.entries(settings).map(([key, value]) => `-e 's|^${key} .*|${key} ${value}|'`).join(" ")} ${file}`;
  const queue = (queueName: string, settings: Record<string, string>) =>
    `qconf -sq >queue; ${edit("queue", { qname: queueName, hostlist: machineName, load_thresholds: "NONE", ...settings })}; qconf -Aq queue`;
  await machine.run(`set -e; ${inCell(machine)} cd ${machine.folder}
for pe in smp mpi; do qconf -Ap ${share}/util/resources/pe/$pe; done
${queue("all.q", { slots: "4" })}
${queue("short.q", { slots: "2", h_rt: "00:01:00", projects: "fusion" }).replace("qconf -Aq queue", "printf 'name fusion\\noticket 0\\nfshare 0\\nacl NONE\\nxacl NONE\\n' >project; qconf -Aprj project; qconf -Aq queue")}
qconf -ssconf >scheduling; ${edit("scheduling", scheduling)}; qconf -Msconf scheduling`);
}
