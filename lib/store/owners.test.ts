import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Host } from "@/lib/domain/host";
import type { UploadId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import type { User } from "@/lib/domain/user";
import type { Desk, NewJob } from "./desk";
import { allJobs, makeHost, makeUpload, makeUser, newJob, noon, openTestStores, type TestStores } from "./testing/test-stores";

const hostKey = { algorithm: "ssh-ed25519", fingerprint: "SHA256:a", key: "AAAA" };

describe("what belongs to ada", () => {
  let stores: TestStores;
  let ada: User;
  let mallory: User;
  let host: Host;
  let job: Job;
  let ended: Job;
  let uploadId: UploadId;
  let madeKeyId: string;

  beforeAll(async () => {
    stores = openTestStores();
    ada = makeUser(stores);
    mallory = makeUser(stores, "mallory");
    host = makeHost(stores, ada.id);
    stores.desk.hosts.offerHostKey(ada.id, host.id, hostKey);
    const other = stores.desk.jobs.create(ada.id, newJob(host.id, { name: "secret first" }), noon).job;
    const batch: NewJob["batch"] = {
      ...{ scheduler: "slurm", resources: null, batchScript: null, tasksAtOnce: null },
      tasks: [{ index: 0, parameters: [{ name: "rate", value: "0.1" }] }],
      dependencies: [{ onJobId: other.id, condition: "ok" }],
    };
    job = stores.desk.jobs.create(ada.id, newJob(host.id, { name: "secret plan", batch }), noon).job;
    stores.jobs.silent(job.id, "No process.", noon);
    ended = stores.desk.jobs.create(ada.id, newJob(host.id, { name: "secret end" }), noon).job;
    stores.jobs.move(ended.id, { to: "completed" }, noon);
    stores.deliveries.plan(ended.id, "completed", ada, noon);
    uploadId = await makeUpload(stores, ada.id, "secret bytes");
    madeKeyId = stores.desk.hosts.keepMadeKey(ada.id, { publicKey: "public", privateKey: "private" }, noon);
    stores.desk.sessions.add({ tokenHash: "ada's", userId: ada.id, expires: noon, createdAt: noon, lastSeenAt: null, userAgent: null, address: null });
  });
  afterAll(() => stores.remove());

  /** Each answers with what a stranger sees: nothing. */
  const asked: Record<string, [(desk: Desk) => unknown, unknown]> = {
    "jobs.find": [(desk) => desk.jobs.find(mallory.id, job.id), undefined],
    "jobs.list": [(desk) => desk.jobs.list(mallory.id, allJobs).jobs, []],
    "jobs.list by her host": [(desk) => desk.jobs.list(mallory.id, { ...allJobs, hostId: host.id }).jobs, []],
    "jobs.list by her words": [(desk) => desk.jobs.list(mallory.id, { ...allJobs, search: "secret" }).jobs, []],
    "jobs.list after her job": [(desk) => desk.jobs.list(mallory.id, { ...allJobs, after: "zz" }).jobs, []],
    "jobs.countByState": [(desk) => desk.jobs.countByState(mallory.id), {}],
    "jobs.events": [(desk) => desk.jobs.events(mallory.id, job.id), []],
    "jobs.files": [(desk) => desk.jobs.files(mallory.id, job.id), []],
    "jobs.file": [(desk) => desk.jobs.file(mallory.id, job.id, desk.jobs.files(ada.id, job.id)[0]?.id ?? ("" as never)), undefined],
    "jobs.tasks": [(desk) => desk.jobs.tasks(mallory.id, job.id), []],
    "jobs.dependencies": [(desk) => desk.jobs.dependencies(mallory.id, job.id), []],
    "jobs.requestCancel": [(desk) => desk.jobs.requestCancel(mallory.id, [job.id], noon), []],
    "jobs.closeAsLost": [(desk) => desk.jobs.closeAsLost(mallory.id, job.id, noon), false],
    "jobs.remove": [(desk) => desk.jobs.remove(mallory.id, [ended.id], { removeRemote: false }, noon), []],
    "jobs.remove with the folder": [(desk) => desk.jobs.remove(mallory.id, [ended.id], { removeRemote: true }, noon), []],
    "hosts.find": [(desk) => desk.hosts.find(mallory.id, host.id), undefined],
    "hosts.credential": [(desk) => desk.hosts.credential(mallory.id, host.id), undefined],
    "hosts.list": [(desk) => desk.hosts.list(mallory.id), []],
    "hosts.update": [(desk) => desk.hosts.update(mallory.id, host.id, { ...host, name: "mine", credential: null }), undefined],
    "hosts.pinHostKey": [(desk) => desk.hosts.pinHostKey(mallory.id, host.id, hostKey.fingerprint), false],
    "hosts.setFacts": [(desk) => desk.hosts.setFacts(mallory.id, host.id, {} as never), undefined],
    "hosts.setOffers": [(desk) => desk.hosts.setOffers(mallory.id, host.id, {} as never), undefined],
    "hosts.offerHostKey": [(desk) => desk.hosts.offerHostKey(mallory.id, host.id, null), undefined],
    "hosts.unpark": [(desk) => desk.hosts.unpark(mallory.id, host.id), undefined],
    "hosts.madeKey": [(desk) => desk.hosts.madeKey(mallory.id, madeKeyId), undefined],
    "uploads.find": [(desk) => desk.uploads.find(mallory.id, uploadId), undefined],
    "uploads.remove": [(desk) => desk.uploads.remove(mallory.id, uploadId), undefined],
    "deliveries.ofJob": [(desk) => desk.deliveries.ofJob(mallory.id, ended.id), []],
    "sessions.list": [(desk) => desk.sessions.list(mallory.id), []],
    "sessions.remove": [(desk) => desk.sessions.remove(mallory.id, "ada's"), undefined],
    "sessions.removeAll": [(desk) => desk.sessions.removeAll(mallory.id), undefined],
  };

  const allOfAda = () => ({
    jobs: [job.id, ended.id].map((id) => [stores.desk.jobs.find(ada.id, id), stores.desk.jobs.events(ada.id, id), stores.desk.jobs.files(ada.id, id), stores.desk.jobs.tasks(ada.id, id)]),
    hosts: stores.desk.hosts.list(ada.id),
    credential: stores.desk.hosts.credential(ada.id, host.id),
    madeKey: stores.desk.hosts.madeKey(ada.id, madeKeyId),
    upload: stores.desk.uploads.find(ada.id, uploadId),
    sessions: stores.desk.sessions.list(ada.id),
    deliveries: stores.desk.deliveries.ofJob(ada.id, ended.id),
  });

  it.each(Object.keys(asked))("is neither seen nor touched by a stranger: %s", (name) => {
    const before = allOfAda();
    const [ask, nothing] = asked[name] ?? [() => undefined, "no such case"];
    expect(ask(stores.desk)).toEqual(nothing);
    expect(allOfAda()).toEqual(before);
  });

  it("is not found where a stranger wants to finish, remove or submit it", async () => {
    const before = allOfAda();
    await expect(stores.desk.uploads.finish(mallory.id, uploadId, noon)).rejects.toMatchObject({ code: "not_found" });
    expect(() => stores.desk.hosts.remove(mallory.id, host.id, noon)).toThrow(expect.objectContaining({ code: "not_found" }));
    expect(() => stores.desk.jobs.create(mallory.id, newJob(host.id), noon)).toThrow(expect.objectContaining({ code: "not_found", field: "hostId" }));
    const own = makeHost(stores, mallory.id);
    for (const change of [{ inputs: [{ uploadId, path: "a" }] }, { keptInputs: stores.desk.jobs.files(ada.id, job.id).map((file) => file.id) }]) {
      expect(() => stores.desk.jobs.create(mallory.id, newJob(own.id, change), noon)).toThrow(expect.objectContaining({ code: "invalid", field: "inputs" }));
    }
    expect(allOfAda()).toEqual(before);
  });

  it("is all covered here: every function of a desk that takes an owner", () => {
    const names = Object.entries({ jobs: stores.desk.jobs, hosts: stores.desk.hosts, uploads: stores.desk.uploads }).flatMap(([group, desk]) =>
      Object.keys(desk).map((name) => `${group}.${name}`),
    );
    const elsewhere = ["jobs.create", "hosts.create", "hosts.remove", "hosts.keepMadeKey", "uploads.add", "uploads.finish"];
    expect(names.filter((name) => !(name in asked) && !elsewhere.includes(name))).toEqual([]);
  });
});
