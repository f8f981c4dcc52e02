import { slurm } from "@/lib/schedulers/slurm";
import type { BatchLab, NoLab } from "../batch-lab";
import { whyNoMachine } from "../batch-machine";
import { BatchSshd } from "../batch-sshd";
import { trixieWith, whyNoTrixie } from "../trixie";
import { SlurmCluster, hasSlurm } from "./slurm-cluster";

export interface SlurmLab extends BatchLab {
  cluster: SlurmCluster;
}

/** The Slurm of this machine's Debian packages. */
export async function startSlurmLab(): Promise<SlurmLab | NoLab> {
  const why = whyNoMachine() ?? (hasSlurm() ? null : "Slurm, munge or MariaDB is not installed");
  return why === null ? labOf(await SlurmCluster.start({ name: "slurm" })) : { name: "Slurm", skipped: why };
}

/** The newer Slurm of Debian 13, in a folder. */
export async function startNewerSlurmLab(): Promise<SlurmLab | NoLab> {
  const why = whyNoMachine() ?? whyNoTrixie();
  if (why !== null) return { name: "Slurm of Debian 13", skipped: why };
  const root = await trixieWith(["munge", "mariadb-server", "slurm-wlm", "slurmdbd"]);
  return labOf(await SlurmCluster.start({ name: "slurm-newer", root }));
}

async function labOf(cluster: SlurmCluster): Promise<SlurmLab> {
  const sshd = await BatchSshd.start(cluster.machine, cluster.environment);
  const version = (await cluster.run("sinfo --version")).trim().split(" ").at(-1) ?? "";
  await cluster.run("scontrol create reservation reservationname=course users=sqmpyq1 starttime=now+30days duration=60 nodes=n4");
  const [first, second] = cluster.machine.users;
  return {
    name: `Slurm ${version}`,
    isReal: true,
    scheduler: slurm,
    ssh: sshd.facts,
    transport: (person = 0) => sshd.transport((person === 0 ? first : second)?.username ?? ""),
    queue: "debug",
    can: {
      remembersEnded: true,
      tellsSignals: true,
      timeoutSeconds: 100,
      shortestWalltimeSeconds: 60,
      usualSeconds: 3,
      memory: {
        bytesAsked: 100 * 1024 ** 2,
        command: `python3 -c "import time; held = b'x' * (300 * 1024 ** 2); time.sleep(60)"`,
        reason: "memory",
      },
      waitsForEver: { directives: ["--nodes=99"], reason: /more than its partition has|nodes/ },
    },
    asRoot: (command) => cluster.run(command),
    cluster,
    outage: {
      begin: () => cluster.stopController(),
      end: async () => {
        cluster.startController();
        await cluster.until("sinfo -h -N -p debug -o %t | sort | uniq -c", /idle|mix|alloc/, 40);
      },
    },
    async stop() {
      await sshd.hangUp();
      await cluster.machine.stop();
    },
  };
}
