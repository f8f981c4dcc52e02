import { describe, expect, it } from "vitest";
import type { JobId } from "../../domain/ids";
import type { BatchSubmission } from "../batch-scheduler";
import { taskId } from "./native-id";
import { render, submitCommand } from "./render";

const submission: BatchSubmission = {
  job: { id: "job1" as JobId, name: "1. Müller's run / big" },
  nonce: "q0123456789abcde",
  place: { directory: "/home/ada/a b", control: "/home/ada/a b/.sqmpy/job1" },
  directives: ["-l h_rt=60", "-sync y -t 1-4 -l arch=lx-amd64", "-h"],
  tasks: null,
  dependencies: [],
  held: false,
};

const script = (some: Partial<BatchSubmission>) => render({ ...submission, ...some })[0]?.text ?? "";
const uneven = { indexes: [0, 1, 2, 5, 9], atOnce: 3 };

describe("render", () => {
  it("writes the directives, without those that Sqmpy decides, and runs the wrapper", () => {
    expect(script({})).toBe(`#!/bin/sh
#$ -l h_rt=60
#$ -l arch=lx-amd64
exec >'/home/ada/a b/.sqmpy/job1/scheduler.out' 2>&1
/bin/sh '/home/ada/a b/.sqmpy/job1/run.sh'
code=$?
case $code in 99 | 100) code=1 ;; esac
exit "$code"
`);
  });

  it("gives each task its own index, and ends those that nobody asked for", () => {
    const text = script({ tasks: uneven });
    expect(text).toContain("task=$((SGE_TASK_ID - 1))\n");
    expect(text).toContain(`{ [ "$task" -ge 0 ] && [ "$task" -le 2 ]; } ||\n{ [ "$task" -ge 5 ] && [ "$task" -le 5 ]; } ||\n{ [ "$task" -ge 9 ] && [ "$task" -le 9 ]; } || exit 0`);
    expect(script({ tasks: { indexes: [1, 3, 5], atOnce: null } })).toContain("task=$((SGE_TASK_ID - 0))\nexec");
  });

  it("lets no directive become a second line", () => {
    expect(script({ directives: ["-l a=b\nrm -rf ~"] })).toContain("#$ -l a=b rm -rf ~\n");
  });
});

describe("submitCommand", () => {
  it("names the job so that it is found again", () => {
    expect(submitCommand(submission)).toContain("-N M_ller_s_run_big.q0123456789abcde -S /bin/sh");
  });

  it("counts from 1, and deletes the tasks in the gaps", () => {
    const command = submitCommand({ ...submission, tasks: uneven, held: true, dependencies: [{ nativeId: "7+1", condition: "any" }, { nativeId: "8", condition: "any" }] });
    expect(command).toContain("-N M_ller_s_run_big.q0123456789abcde.0 ");
    expect(command).toContain("-h -hold_jid 7,8 -t 1-10 -tc 3 sge.sh");
    expect(command).toContain('qdel "$id".4-5 "$id".7-9 ');
    expect(command).toContain("echo shifted");
  });

  it("keeps an even range and its own indexes", () => {
    const command = submitCommand({ ...submission, tasks: { indexes: [2, 5, 8], atOnce: null } });
    expect(command).toContain("-t 2-8:3 sge.sh");
    expect(command).not.toContain("qdel");
    expect(submitCommand({ ...submission, tasks: { indexes: [4], atOnce: null } })).toContain("-t 4-4 sge.sh");
  });
});

describe("taskId", () => {
  it("is Grid Engine's own", () => {
    expect(taskId("24", 3)).toBe("24.3");
    expect(taskId("24+1", 0)).toBe("24.1");
  });
});
