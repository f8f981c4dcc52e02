import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BatchScheduler } from "@/lib/schedulers/batch-scheduler";
import type { BatchAbilities, BatchLab, NoLab } from "../batch-lab";
import { BatchMachine, whyNoMachine } from "../batch-machine";
import { BatchSshd } from "../batch-sshd";

export interface Play {
  name: string;
  scheduler: BatchScheduler;
  queue: string;
  /** The commands that the batch system has. */
  commands: readonly string[];
  can: BatchAbilities;
}

/** Commands of batch systems that this machine may have: what is played must not be taken for them. */
const others = ["sbatch", "squeue", "sacct", "scontrol", "sinfo", "scancel", "srun", "qsub", "qstat", "qdel", "qhold", "qrls", "qselect", "qconf", "qacct", "qhost", "qmod", "condor_submit", "condor_q"];

/** A machine with a real sshd whose batch system is played by `fake/play.py`: formats are those of the captured outputs, jobs really run. */
export async function playedLab({ name, scheduler, queue, commands, can }: Play): Promise<BatchLab | NoLab> {
  const why = whyNoMachine() ?? (existsSync("/usr/bin/python3") ? null : "python3 is not installed");
  if (why !== null) return { name, skipped: why };
  const machine = await BatchMachine.start({ name: scheduler.kind, binds: hideOthers });
  try {
    const { bin, down } = writeCommands(machine.folder, scheduler.kind, commands);
    const sshd = await BatchSshd.start(machine, { PATH: `${bin}:/usr/local/bin:/usr/bin:/bin` });
    return {
      name,
      isReal: false,
      scheduler,
      ssh: sshd.facts,
      transport: (person = 0) => sshd.transport(machine.users[person]?.username ?? ""),
      queue,
      can,
      asRoot: (command) => machine.run(command),
      outage: {
        begin: () => Promise.resolve(writeFileSync(down, "")),
        end: () => Promise.resolve(rmSync(down)),
      },
      async stop() {
        await sshd.hangUp();
        await machine.stop();
      },
    };
  } catch (error) {
    await machine.stop();
    throw error;
  }
}

function writeCommands(folder: string, kind: string, commands: readonly string[]): { bin: string; down: string } {
  const [play, bin, down] = ["play", "bin", "down"].map((part) => join(folder, part)) as [string, string, string];
  cpSync(join(import.meta.dirname, "fake"), play, { recursive: true });
  mkdirSync(bin);
  for (const command of commands) {
    writeFileSync(join(bin, command), `#!/bin/sh\nPLAYED_DOWN=${down} exec /usr/bin/python3 -B ${play}/play.py ${kind} ${command} "$@"\n`);
    chmodSync(join(bin, command), 0o755);
  }
  return { bin, down };
}

function hideOthers(folder: string): Record<string, string> {
  const there = others.filter((each) => existsSync(`/usr/bin/${each}`));
  return Object.fromEntries(
    there.map((each) => {
      const cover = join(folder, `etc/without-${each}`);
      writeFileSync(cover, "");
      return [cover, `/usr/bin/${each}`];
    }),
  );
}
