import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { slurmError, submitRefusal } from "./refusal";
import { readSlurmSubmit } from "./submission";

/** `# sbatch <options>: exit <code>`, then what it printed. */
function refusals(version: string) {
  const text = readFileSync(new URL(`../fixtures/slurm/${version}/refusals.txt`, import.meta.url), "utf8");
  return text.split(/^# sbatch /m).slice(1).map((part) => {
    const [, what = "", code = ""] = /^(.*): exit (\d+)\n/.exec(part) ?? [];
    return { what, exitCode: Number(code), stderr: part.slice(part.indexOf("\n") + 1) };
  });
}

const words: Record<string, RegExp> = {
  "-p nosuch": /no such partition/,
  "-A nope": /account does not exist/,
  "-q nope": /QOS does not exist/,
  "-C nope": /No node has these features/,
  "--reservation=nope": /no such reservation/,
  "--mem=999G": /No node can give|No node has so much memory/,
  "--gres=gpu:9": /No node can give/,
  "--gres=fpga:1": /no such GPUs or devices/,
  "-a 0-5000": /array of this size/,
  "-d afterok:99999": /not known to Slurm any more/,
  "-t abc": /Invalid --time specification/,
  "--nosuch": /unrecognized option/,
};

describe.each(["22.05.8", "24.11.5"])("refusals of Slurm %s", (version) => {
  it.each(refusals(version).filter(({ exitCode }) => exitCode !== 0))("$what", ({ what, exitCode, stderr }) => {
    const refused = () => readSlurmSubmit({ exitCode, stdout: "", stderr });
    expect(refused).toThrow(expect.objectContaining({ code: "remote" }) as Error);
    expect(refused).toThrow(words[what] ?? /./);
  });
});

it("reads the id, with a cluster's name and a site's chatter around it", () => {
  const read = (stdout: string) => readSlurmSubmit({ exitCode: 0, stdout, stderr: "" });
  expect(read("123\n")).toBe("123");
  expect(read("123;cluster\n")).toBe("123");
  expect(read("Welcome! 5 jobs are yours.\n123\n")).toBe("123");
  expect(() => read("")).toThrow(/gave no reason/);
});

it.each([
  "slurm_load_jobs error: Unable to contact slurm controller (connect failure)",
  "sbatch: error: Batch job submission failed: Socket timed out on send/recv operation",
  "sacct: error: Problem talking to the database: Connection refused",
  "slurm_suspend error: Unexpected message received",
])("takes silence for no answer: %s", (stderr) => {
  expect(slurmError("x", stderr)).toMatchObject({ code: "unreachable", transient: true });
  expect(submitRefusal(stderr)).toMatchObject({ code: "unreachable" });
});

it("says that the commands are missing", () => {
  expect(slurmError("x", "sh: 1: squeue: not found")).toMatchObject({ code: "remote", message: expect.stringContaining("no Slurm commands") as string });
});
