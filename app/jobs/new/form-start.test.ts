import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HostOption } from "@/components/job-form-start";
import type { UserId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import type { QueueOffers } from "@/lib/domain/queue-offers";
import { jobSpecSchema } from "@/lib/domain/job-spec";
import { noResources, type Resources } from "@/lib/domain/resources";
import { newJobOf } from "@/lib/runner/new-job";
import { resubmitJob } from "@/lib/runner/resubmit-job";
import type { BatchPart } from "@/lib/store/desk";
import { makeHost, makeUser, newJob, noon, openTestStores, type TestStores } from "@/lib/store/testing/test-stores";
import { emptyStart, startFrom } from "./form-start";

let stores: TestStores;
let owner: UserId;
let job: Job;
let other: Job;

const resources: Resources = { ...noResources, nodes: 2, memoryPerNode: 1_536 * 1024 ** 2, queue: "gpu", modules: ["gcc/13"], directives: ["--licenses=x:1"], before: "date" };
const tasks = [3, 7, 9].map((index) => ({ index, parameters: [{ name: "rate", value: `0,${index}` }] }));

beforeAll(() => {
  stores = openTestStores();
  owner = makeUser(stores).id;
  const host = makeHost(stores, owner);
  const { jobs } = stores.desk;
  other = jobs.create(owner, newJob(host.id), noon).job;
  const batch: BatchPart = { scheduler: "slurm", resources, batchScript: "#!/bin/sh\ndate\n", tasks, tasksAtOnce: 2, dependencies: [{ onJobId: other.id, condition: "fail" }] };
  job = jobs.create(owner, { ...newJob(host.id), batch }, noon).job;
});
afterAll(() => stores.remove());

function hostOption(batch: HostOption["batch"]): HostOption {
  return { id: job.hostId, name: "lab", where: "ada@lab", tone: "good", words: "Ready", problem: null, home: null, programs: null, batch };
}

const offers: QueueOffers = {
  ...{ scheduler: "slurm", version: "22.05", checkedAt: noon.toISOString(), queues: [], accounts: [], defaultAccount: null, qos: [] },
  ...{ reservations: [], maxArraySize: null, hasAccounting: true },
};
const slurm = { kind: "slurm", version: "22.05", offers: null } as const;

function start(host: HostOption) {
  const { jobs } = stores.desk;
  return startFrom({ job, files: [], tasks: jobs.tasks(owner, job.id), dependencies: jobs.dependencies(owner, job.id) }, host).values;
}

describe("startFrom", () => {
  it("fills the form with all that the batch system was asked, so that it asks the same again", () => {
    const spec = jobSpecSchema.parse({ ...start(hostOption(slurm)), submissionKey: crypto.randomUUID() });
    expect(newJobOf(spec).batch).toEqual({
      scheduler: "slurm",
      resources,
      batchScript: "#!/bin/sh\ndate\n",
      tasks: tasks.map((task, index) => ({ ...task, index })),
      tasksAtOnce: 2,
      dependencies: [{ onJobId: other.id, condition: "fail" }],
    });
  });

  it("turns to what the host has now", () => {
    expect(start(hostOption(null)).scheduler).toBe("shell");
    expect(start(hostOption({ kind: "sge", version: "8.1.9", offers })).scheduler).toBe("sge");
    expect(emptyStart(hostOption({ ...slurm, offers }), false).values.scheduler).toBe("slurm");
  });

  it("leaves alone a batch system that has not answered yet", () => {
    expect(start(hostOption({ ...slurm, kind: "sge" })).scheduler).toBe("shell");
    expect(emptyStart(hostOption(slurm), false).values.scheduler).toBe("shell");
    expect(emptyStart(undefined, false).values).toMatchObject({ scheduler: "shell", hostId: "" });
  });
});

describe("resubmitJob", () => {
  it("passes all on, or only some tasks, which wait for nobody", () => {
    const { jobs } = stores.desk;
    const again = (onlyTasks?: number[]) => resubmitJob(stores.desk, owner, job.id, { submissionKey: crypto.randomUUID(), at: noon, onlyTasks }).job;
    const whole = again();
    expect(whole).toMatchObject({ scheduler: "slurm", resources, batchScript: "#!/bin/sh\ndate\n", taskCount: 3, tasksAtOnce: 2, resubmittedFrom: job.id });
    expect(jobs.dependencies(owner, whole.id)).toHaveLength(1);

    const failed = again([7, 9]);
    expect(jobs.tasks(owner, failed.id).map(({ index, parameters }) => ({ index, parameters }))).toEqual(tasks.slice(1));
    expect(jobs.dependencies(owner, failed.id)).toEqual([]);
    expect(() => again([4])).toThrow("None of these tasks");
  });
});
