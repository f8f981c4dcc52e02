import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { noResources } from "../domain/resources";
import type { BatchSubmission } from "./batch-scheduler";
import { flux } from "./flux";
import { readJobs } from "./flux/read-jobs";

interface JobRecord {
  id: number;
  urgency: number;
  state: number;
  name: string;
  result?: number;
  waitstatus?: number;
  t_run?: number;
  t_inactive?: number;
  t_cleanup?: number;
  nodelist?: string;
  ntasks?: number;
  duration?: number;
  dependencies?: string[];
  exception_type?: string;
  exception_note?: string;
  annotations?: { sched?: { t_estimate?: number } };
}

const states: Record<number, string> = { 2: "DEPEND", 4: "PRIORITY", 8: "SCHED", 16: "RUN", 32: "CLEANUP", 64: "INACTIVE" };
const results: Record<number, string> = { 1: "COMPLETED", 2: "FAILED", 4: "CANCELED", 8: "TIMEOUT" };

/** What `flux jobs -o` prints of a record, by flux-jobs(1). */
function printed(job: JobRecord): string {
  const status = job.waitstatus;
  const code = status === undefined ? (job.state === 64 ? -128 : "") : status & 127 ? -(status & 127) : status >> 8;
  return [
    job.id, states[job.state], results[job.result ?? 0] ?? "", job.urgency, job.t_run ?? 0, job.t_inactive ?? 0, code, job.nodelist ?? "", job.ntasks,
    job.duration ?? 0, job.annotations?.sched?.t_estimate ?? "", (job.dependencies ?? []).join(","), job.exception_type ?? "", job.name, job.exception_note ?? "",
  ].join("|");
}

const captured = (file: string) =>
  readFileSync(`${import.meta.dirname}/fixtures/flux/${file}`, "utf8").trim().split("\n").map((line) => JSON.parse(line) as JobRecord);

describe("jobs", () => {
  it("reads each state", () => {
    const jobs = readJobs(captured("contextual-info.jsonl").map(printed).join("\n"));
    expect(jobs.map(({ sight }) => sight.state)).toEqual(["queued", "queued", "queued", "queued", "active", "ended"]);
    expect(jobs[0]?.sight.reason).toMatch(/priority/);
    expect(jobs[1]?.sight.expectedStartAt).toEqual(new Date(1_664_571_164_195));
    expect(jobs[2]?.sight).toMatchObject({ nativeReason: "depends: after-finish=ƒ2ARxLQf", reason: "Waits for other jobs." });
    expect(jobs[4]?.sight).toMatchObject({ nodes: "asp,asp,asp,asp", startedAt: new Date(1_664_571_163_606) });
  });

  it("reads how they ended", () => {
    const jobs = readJobs(captured("returncode.jsonl").map(printed).join("\n"));
    expect(jobs.slice(1).map(({ sight }) => [sight.end?.reason, sight.end?.exitCode, sight.end?.signal])).toEqual([
      ["signal", null, "SIGTERM"],
      ["removed", null, null],
      ["exit", 42, null],
      ["exit", 1, null],
      ["exit", 0, null],
    ]);
    expect(jobs[2]?.sight.end).toMatchObject({ startedAt: null, native: "CANCELED: cancel: interrupted by ctrl-C" });
    expect(jobs[3]?.sight.end).toMatchObject({ startedAt: new Date(1_607_972_301_499), endedAt: new Date(1_607_972_301_547) });
  });

  it.each([
    ["TIMEOUT", "timeout", "resource allocation expired", { reason: "walltime" }],
    ["CANCELED", "dependency", "dependency/after-success: job ƒ2 failed", { reason: "dependency" }],
    ["FAILED", "exec", "lost contact with job shell on broker test3", { reason: "node_failure" }],
    ["FAILED", "alloc", 'alloc denied due to type="unsatisfiable"', { reason: "submit" }],
    ["FAILED", "", "", { reason: "exit", exitCode: 139 }],
  ])("%s, %s, %s", (result, type, note, expected) => {
    const [job] = readJobs(`7|INACTIVE|${result}|16|100.5|200.5|139|n1|1|60.0|||${type}|n1|${note}`);
    expect(job?.sight.end).toMatchObject(expected);
  });

  it("tells held ones by their urgency, and leaves out those not asked for", () => {
    const read = (stdout: string) => flux.status(["7"]).read({ exitCode: 0, stdout, stderr: "" });
    expect(read("7|SCHED||0|0.0|0.0|||1|0.0||||n1|\n8|RUN||16|1.0|0.0||n|1|0.0||||o|\n").get("7")?.state).toBe("held");
    expect(read("8|RUN||16|1.0|0.0||n|1|0.0||||o|\n").size).toBe(0);
  });

  it("says that Flux does not answer", () => {
    const read = () => flux.status(["7"]).read({ exitCode: 1, stdout: "", stderr: "flux-jobs: ERROR: Unable to connect to Flux: broker socket /run/flux/local was not found\n" });
    expect(read).toThrow(expect.objectContaining({ code: "unreachable" }) as Error);
  });
});

describe("directives", () => {
  const resources = { ...noResources, nodes: 2, processesPerNode: 4, coresPerProcess: 2, gpusPerProcess: 1, queue: "batch", account: "guests", exclusive: true };

  it("asks for slots, and reads back what it wrote", () => {
    const lines = flux.directives({ resources, walltimeSeconds: 90 });
    expect(lines).toEqual(["--queue=batch", "--bank=guests", "--nodes=2", "--nslots=8", "--cores-per-slot=2", "--gpus-per-slot=1", "--exclusive", "--time-limit=90s"]);
    expect(Object.assign({}, ...lines.map((line) => flux.readDirective(line)))).toEqual({
      queue: "batch", account: "guests", nodes: 2, processes: 8, coresPerProcess: 2, gpusPerProcess: 1, exclusive: true, walltimeSeconds: 90,
    });
  });

  it.each([
    ["-N4 -n16", { nodes: 4, processes: 16 }],
    ["-t 30m -q debug", { walltimeSeconds: 1_800, queue: "debug" }],
    ["-t 5", { walltimeSeconds: 300 }],
    ["--setattr=user.x=1", null],
  ])("%s", (words, expected) => {
    expect(flux.readDirective(words)).toEqual(expected);
  });
});

it("submits a task of its own, held, after others", () => {
  const submission: BatchSubmission = {
    job: { id: "j1" as BatchSubmission["job"]["id"], name: "x" },
    nonce: "n123",
    place: { directory: "/d", control: "/d/a b" },
    directives: ["--nslots=1 --dry-run", "--begin-time=+1h"],
    tasks: null,
    task: 3,
    dependencies: [{ nativeId: "49727668224", condition: "fail" }],
    held: true,
  };
  expect(flux.render(submission)).toEqual([{ name: "flux.sh", text: "#!/bin/sh\n# flux: --nslots=1\nexec >'/d/a b/scheduler.out'-3 2>&1\n/bin/sh '/d/a b/run.sh' 3\n" }]);
  expect(flux.submitCommand(submission)).toContain("flux batch --job-name=n123 --output=/dev/null --error=/dev/null --urgency=hold --dependency=afternotok:49727668224 flux.sh");
  expect(flux.readSubmit({ exitCode: 0, stdout: "49727668224\n", stderr: "" })).toBe("49727668224");
  expect(() => flux.readSubmit({ exitCode: 1, stdout: "", stderr: "flux-batch: ERROR: [Errno 22] Invalid queue 'x' specified\n" })).toThrow(/no such queue \(Invalid queue/);
});

it("offers queues", () => {
  const stdout = "== status\nbatch: Job submission is enabled\nbatch: Scheduling is started\ndebug: Job submission is disabled: maintenance\n== version\ncommands: 0.61.0\n== limits\nbatch*|1h|4h|0|16\ndebug|inf|30m|0|inf\n== resources\nbatch|12|192|24|batch\ndebug|4|64|0|debug\n";
  const offers = flux.offers(new Date(0)).read({ exitCode: 0, stdout, stderr: "" });
  expect(offers).toMatchObject({ version: "0.61.0", hasAccounting: true });
  expect(offers.queues).toMatchObject([
    { name: "batch", isDefault: true, isOpen: true, maxWalltimeSeconds: 14_400, defaultWalltimeSeconds: 3_600, maxNodes: 16, nodes: 12, coresPerNode: 16, gpusPerNode: 2 },
    { name: "debug", isOpen: false, note: "it takes no jobs now", maxWalltimeSeconds: 1_800, defaultWalltimeSeconds: null, maxNodes: null },
  ]);
});
