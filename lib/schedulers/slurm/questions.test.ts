import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { cancelSlurm, findSlurm, holdSlurm, slurmRecords, slurmStatus } from "./questions";
import { readScontrolJobs } from "./read-scontrol-job";

const answer = (stdout: string, stderr = "", exitCode = 0) => ({ exitCode, stdout, stderr });

it("names a single job twice, so that a forgotten one fails nothing", () => {
  expect(slurmStatus(["7"]).command).toContain("--jobs=7,7 ");
  expect(slurmStatus([]).command).toBe(":");
});

it("asks for all jobs rather than for a long list", () => {
  const ids = Array.from({ length: 5_000 }, (_, index) => String(index + 1));
  const { command, read } = slurmStatus(ids);
  expect(command).not.toContain("--jobs=");
  const seen = read(answer("3|N/A|RUNNING|1700000000|1700000600|n1|None\n9999|N/A|RUNNING|1700000000|1700000600|n1|None\n"));
  expect([...seen.keys()]).toEqual(["3"]);
  expect(slurmRecords(ids)?.stdin?.split("\n")).toHaveLength(11);
});

it("answers for the tasks asked, and for all of an array", () => {
  const stdout = "4|1|RUNNING|1700000000|1700000600|n1|None\n4|2-3|PENDING|N/A|N/A||Priority\n5|N/A|RUNNING|1700000000|1700000600|n1|None\n";
  expect([...slurmStatus(["4"]).read(answer(stdout)).keys()]).toEqual(["4_1", "4_2", "4_3"]);
  expect([...slurmStatus(["4_2", "5"]).read(answer(stdout)).keys()]).toEqual(["4_2", "5"]);
});

it("tells silence from ignorance", () => {
  const { read } = slurmStatus(["7"]);
  expect(read(answer("", "slurm_load_jobs error: Invalid job id specified", 1)).size).toBe(0);
  expect(() => read(answer("", "slurm_load_jobs error: Unable to contact slurm controller (connect failure)", 1))).toThrow(expect.objectContaining({ code: "unreachable" }) as Error);
  expect(() => read(answer("", "squeue: error: You are not allowed", 1))).toThrow(expect.objectContaining({ code: "remote" }) as Error);
});

it("finds a submission by the end of its name alone, the first of several", () => {
  const { read } = findSlurm("q12", new Date("2026-11-24T10:00:00Z"));
  expect(read(answer("30_[1-3]|x.q12\n29|y.q12\n"))).toEqual({ nativeId: "29", isCertain: true });
  expect(read(answer("31|x.q12.other\n"))).toEqual({ nativeId: null, isCertain: true });
  expect(read(answer("#none\n"))).toEqual({ nativeId: null, isCertain: true });
  expect(read(answer("#no accounting\n"))).toEqual({ nativeId: null, isCertain: false });
  expect(() => read(answer("", "Unable to contact slurm controller", 1))).toThrow(expect.objectContaining({ code: "unreachable" }) as Error);
});

it("sets tasks apart before it cancels them", () => {
  const { command, stdin } = cancelSlurm(["4_2", "5"]);
  expect(command).toMatch(/^scontrol hold 4_2 /);
  expect(stdin).toBe("4_2 5\n");
  expect(cancelSlurm(["5"]).command).not.toContain("hold");
});

it("minds only what matters when jobs are canceled or held", () => {
  expect(() => cancelSlurm(["5"]).read(answer("", "scancel: error: Kill job error on job id 5: Job/step already completing or completed", 1))).not.toThrow();
  expect(() => cancelSlurm(["5"]).read(answer("", "scancel: error: Kill job error on job id 5: Access/permission denied", 1))).toThrow(/administrator/);
  expect(() => holdSlurm(["5", "6"], "hold").read(answer("", "Invalid job id specified for job 5\nslurm_suspend error: No error", 1))).not.toThrow();
  expect(() => holdSlurm(["5"], "hold").read(answer("", "Job has already finished for job 5\nslurm_suspend error: Job has already finished", 1))).toThrow(/has ended/);
});

it.each(["22.05.8", "24.11.5"])("reads the controller's own memory where there is no accounting: Slurm %s", (version) => {
  const sights = readScontrolJobs(readFileSync(new URL(`../fixtures/slurm/${version}/scontrol-jobs.txt`, import.meta.url), "utf8"));
  const end = (id: string) => sights.get(id)?.end;
  expect(end("1")).toMatchObject({ reason: "exit", exitCode: 0, native: "COMPLETED" });
  expect(end("2")).toMatchObject({ reason: "exit", exitCode: 7 });
  expect(end("3")).toMatchObject({ reason: "signal", signal: "SIGSEGV" });
  expect(end("4_2")).toMatchObject({ reason: "exit", exitCode: 5 });
  expect(end("16")).toMatchObject({ reason: "node_failure" });
  expect(end("20")).toMatchObject({ reason: "removed", startedAt: null, native: "CANCELLED" });
  expect(end(version === "22.05.8" ? "22" : "23")).toMatchObject({ reason: "dependency" });
  expect(end("25")).toMatchObject({ reason: "preempted" });
  expect(sights.has("5")).toBe(false);
  expect(sights.has("4_1")).toBe(false);
});
