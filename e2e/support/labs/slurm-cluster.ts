import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BatchMachine } from "../batch-machine";
import { freePort } from "../free-port";
import { type SlurmPorts, gresConfig, slurmConfig, slurmdbdConfig } from "./slurm-config";

export const slurmNodes = ["n1", "n2", "n3", "n4"] as const;
export type SlurmNode = (typeof slurmNodes)[number];

/** slurmctld, four slurmd, munge, slurmdbd and MariaDB, on loopback. */
export class SlurmCluster {
  private constructor(
    readonly machine: BatchMachine,
    readonly environment: Record<string, string>,
    private readonly ports: SlurmPorts,
  ) {}

  static async start({ name, root }: { name: string; root?: string }): Promise<SlurmCluster> {
    const machine = await BatchMachine.start({ name, root, binds: (folder) => hideGridEngine(folder, root ?? "") });
    try {
      const base = join(machine.folder, "slurm");
      const cluster = new SlurmCluster(machine, { SLURM_CONF: `${base}/slurm.conf` }, await choosePorts());
      for (const folder of [base, `${base}/state`, `${base}/database`]) mkdirSync(folder);
      cluster.configure({ minJobAge: 300 });
      for (const gpu of ["gpu0", "gpu1"]) await machine.run(`mknod ${base}/${gpu} c 1 3 || : >${base}/${gpu}`);
      writeFileSync(`${base}/gres.conf`, gresConfig(`${base}/gpu[0-1]`));
      writeFileSync(`${base}/slurmdbd.conf`, slurmdbdConfig(machine.folder, cluster.ports), { mode: 0o600 });
      writeFileSync(`${base}/munge.key`, crypto.getRandomValues(new Uint8Array(128)), { mode: 0o600 });
      await cluster.startAccounting(base);
      cluster.startController();
      for (const node of slurmNodes) cluster.startNode(node);
      await cluster.until("sinfo -h -N -p debug -o %t | sort | uniq -c", /^\s*4 idle\s*$/, 40);
      return cluster;
    } catch (error) {
      await machine.stop();
      throw error;
    }
  }

  /** Runs a shell command as root, with Slurm's settings. */
  run(command: string): Promise<string> {
    return this.machine.run(command, { environment: this.environment });
  }

  configure({ minJobAge, accounting = true }: { minJobAge: number; accounting?: boolean }): void {
    const file = join(this.machine.folder, "slurm/slurm.conf");
    writeFileSync(file, slurmConfig(this.machine.folder, this.ports, { minJobAge, accounting }));
    chmodSync(file, 0o644);
  }

  startController(): void {
    this.machine.daemon("slurmctld", ["/usr/sbin/slurmctld", "-D"], this.environment);
  }

  async stopController(): Promise<void> {
    await this.machine.endDaemon("slurmctld", "TERM");
  }

  startNode(node: SlurmNode): void {
    this.machine.daemon(`slurmd.${node}`, ["/usr/sbin/slurmd", "-D", "-N", node], this.environment);
  }

  async killNode(node: SlurmNode): Promise<void> {
    await this.machine.endDaemon(`slurmd.${node}`);
  }

  startAccountingDaemon(): void {
    this.machine.daemon("slurmdbd", ["/usr/sbin/slurmdbd", "-D"], this.environment);
  }

  async stopAccountingDaemon(): Promise<void> {
    await this.machine.endDaemon("slurmdbd", "KILL");
  }

  /** Waits until the command's output is as wanted. */
  async until(command: string, wanted: RegExp, seconds: number): Promise<void> {
    let last = "";
    const answer = () =>
      this.run(command).then(
        (stdout) => wanted.test((last = stdout)),
        (error: unknown) => {
          last = String(error);
          return false;
        },
      );
    for (const end = performance.now() + seconds * 1_000; performance.now() < end; ) {
      if (await answer()) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`Slurm is not ready: ${command}: ${last}\n${this.machine.logOf("slurmctld").slice(-2_000)}\n${this.machine.logOf("slurmd.n1").slice(-2_000)}`);
  }

  private async startAccounting(base: string): Promise<void> {
    const { machine, ports } = this;
    machine.daemon("munged", [
      ...["/usr/sbin/munged", "--foreground", "--force", `--key-file=${base}/munge.key`, `--socket=${base}/munge.socket`],
      ...[`--pid-file=${base}/munged.pid`, `--log-file=${machine.folder}/log/munged.log`, `--seed-file=${base}/munged.seed`],
    ]);
    const socket = `${base}/database/socket`;
    await machine.run(
      `chown mysql ${base}/database && mariadb-install-db --no-defaults --user=mysql --datadir=${base}/database --skip-test-db --auth-root-authentication-method=socket >/dev/null 2>&1`,
    );
    machine.daemon("mariadbd", [
      ...["/usr/sbin/mariadbd", "--no-defaults", "--user=mysql", `--datadir=${base}/database`, `--socket=${socket}`],
      ...["--bind-address=127.0.0.1", `--port=${ports.database}`, "--innodb-buffer-pool-size=64M", "--innodb-flush-log-at-trx-commit=0", "--innodb-lock-wait-timeout=900", "--skip-networking=0"],
    ]);
    const sql = "CREATE DATABASE slurm_acct; CREATE USER slurm@127.0.0.1 IDENTIFIED BY 'lab'; CREATE USER slurm@localhost IDENTIFIED BY 'lab'; GRANT ALL ON slurm_acct.* TO slurm@127.0.0.1; GRANT ALL ON slurm_acct.* TO slurm@localhost;";
    await this.until(`mariadb --no-defaults -u root --socket=${socket} -e "${sql}" && echo done`, /done/, 60);
    this.startAccountingDaemon();
    await this.until("sacctmgr -i add cluster lab 2>&1 || true", /Adding Cluster|already exists|Nothing new/i, 60);
    await this.run(`
sacctmgr -i add qos short MaxWall=00:05:00 Priority=100 &&
sacctmgr -i add account physics Organization=lab && sacctmgr -i add account chemistry Organization=lab &&
sacctmgr -i add user sqmpyq1 Account=physics DefaultAccount=physics QOS=normal,short && sacctmgr -i add user sqmpyq1 Account=chemistry QOS=normal &&
sacctmgr -i add user sqmpyq2 Account=physics QOS=normal`);
  }
}

/** Another batch system that may be installed beside it: its commands are all links to this one. */
function hideGridEngine(folder: string, root: string): Record<string, string> {
  const wrapper = "/usr/share/gridengine/gridengine-wrapper";
  if (!existsSync(root + wrapper)) return {};
  writeFileSync(join(folder, "nothing"), "", { mode: 0o644 });
  return { [join(folder, "nothing")]: wrapper };
}

export function hasSlurm(): boolean {
  return ["slurmctld", "slurmd", "slurmdbd", "munged", "mariadbd"].every((name) => existsSync(`/usr/sbin/${name}`));
}

async function choosePorts(): Promise<SlurmPorts> {
  const ports = new Set<number>();
  while (ports.size < 7) ports.add(await freePort());
  const [controller = 0, accounting = 0, database = 0, one = 0, two = 0, three = 0, four = 0] = ports;
  return { controller, accounting, database, nodes: [one, two, three, four] };
}
