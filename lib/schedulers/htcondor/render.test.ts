import { describe, expect, it } from "vitest";
import type { JobId } from "../../domain/ids";
import type { BatchSubmission } from "../batch-scheduler";
import { render, submitCommand } from "./render";

const submission: BatchSubmission = {
  job: { id: "job1" as JobId, name: `it's "a" $(name)` },
  nonce: "q0123456789abcde",
  place: { directory: `/home/ada/it's $HOME "x"`, control: `/home/ada/it's $HOME "x"/.sqmpy/job1` },
  directives: ["request_cpus = 4", "allowed_job_duration = 60"],
  tasks: null,
  dependencies: [],
  held: false,
};

const text = (some: Partial<BatchSubmission> = {}) => render({ ...submission, ...some })[0]?.text ?? "";

describe("render", () => {
  it("writes folders and words so that HTCondor reads them back", () => {
    const lines = text().split("\n");
    expect(lines).toContain(`arguments = "'/home/ada/it''s $(DOLLAR)HOME ""x""/.sqmpy/job1/run.sh'"`);
    expect(lines).toContain(`initialdir = /home/ada/it's $(DOLLAR)HOME "x"/.sqmpy/job1`);
    expect(lines).toContain("batch_name = it_s_a_name_");
    expect(lines).toContain('+SqmpyNonce = "q0123456789abcde"');
    expect(lines.at(-2)).toBe("queue");
  });

  it("lets no second start happen, and ends the job at its walltime", () => {
    const lines = text().split("\n");
    expect(lines).toContain("requirements = ((NumJobStarts ?: 0) == 0)");
    expect(lines).toContain("+SqmpyWalltime = 60");
    expect(lines.find((line) => line.startsWith("periodic_remove"))).toBe(
      "periodic_remove = ((NumJobStarts ?: 0) > 0 && (JobStatus == 1 || (JobStatus == 5 && HoldReasonCode =!= 1))) || ((JobStatus == 2 && SqmpyWalltime =!= undefined && time() - JobCurrentStartDate > SqmpyWalltime))",
    );
    expect(text()).not.toContain("allowed_job_duration");
  });

  it("joins a person's own conditions, and drops what would start or run it otherwise", () => {
    const directives = ["requirements = Machine == \"a\"", "periodic_remove = x", "max_retries = 5", "executable = /bin/evil", "queue 10", "include : cat ~/x |", "+Mine = 1\nqueue 99"];
    const lines = text({ directives }).split("\n");
    expect(lines).toContain('requirements = (Machine == "a") && ((NumJobStarts ?: 0) == 0)');
    expect(lines.find((line) => line.startsWith("periodic_remove"))).toMatch(/^periodic_remove = \(x\) \|\| /);
    expect(lines).toContain("+Mine = 1 queue 99");
    expect(lines.filter((line) => /^(max_retries|queue|include|executable)/.test(line))).toEqual(["executable = /bin/sh", "queue"]);
  });

  it("gives each task its index, and limits how many are active", () => {
    const tasks = { indexes: [0, 3, 7], atOnce: 2 };
    expect(text({ tasks })).toContain("/scheduler.out-$(SqmpyIndex)\n");
    expect(text({ tasks })).toContain("concurrency_limits = sqmpy_q0123456789abcde:$(SqmpyWeight)\n");
    expect(text({ tasks })).toMatch(/\+SqmpyTask = \$\(SqmpyIndex\)\nqueue SqmpyIndex from \(\n0\n3\n7\n\)\n$/);
    expect(submitCommand({ ...submission, tasks })).toContain("SqmpyWeight=$((limit / 2)) job.sub");
  });

  it("refuses queues and several nodes in words", () => {
    expect(() => render({ ...submission, directives: ['+SqmpyQueue = "long"'] })).toThrow(/no queues.*"long"/);
    expect(() => render({ ...submission, directives: ["machine_count = 2"] })).toThrow(/one machine/);
  });
});
