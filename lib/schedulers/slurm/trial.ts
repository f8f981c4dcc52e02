import type { BatchTrial } from "../batch-scheduler";
import type { RemoteCall } from "../scheduler";
import { submitRefusal } from "./refusal";

/** `sbatch --test-only` answers on stderr: `sbatch: Job 7 to start at 2026-11-24T12:00:00 using 4 processors on nodes n1 in partition debug`. */
export function trial(script: string): RemoteCall<BatchTrial> {
  return {
    command: "sbatch --test-only",
    stdin: script,
    read: ({ exitCode, stdout, stderr }) => {
      const found = /to start at (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?: using (\d+) processors?)?(?: on(?: nodes?)? (\S+))?/.exec(`${stderr}\n${stdout}`);
      if (exitCode !== 0 || !found) throw submitRefusal(stderr);
      const [, at, cores, nodes] = found;
      return { startAt: new Date(`${at}Z`), words: [cores && `${cores} ${cores === "1" ? "core" : "cores"}`, nodes && `on ${nodes}`].filter(Boolean).join(" ") };
    },
  };
}
