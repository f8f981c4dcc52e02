import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Host } from "@/lib/domain/host";
import type { JobId } from "@/lib/domain/ids";
import type { User } from "@/lib/domain/user";
import { after, allJobs, makeHost, makeUser, newJob, noon, openTestStores, type TestStores } from "../testing/test-stores";

describe("a person's side of jobs", () => {
  let stores: TestStores;
  let ada: User;
  let host: Host;

  beforeEach(() => {
    stores = openTestStores();
    ada = makeUser(stores);
    host = makeHost(stores, ada.id);
  });
  afterEach(() => stores.remove());

  const create = () => {
    const { id } = stores.desk.jobs.create(ada.id, newJob(host.id), noon).job;
    mkdirSync(path.join(stores.dataDir, "jobs", id));
    return id;
  };
  const bytesOf = (id: JobId) => existsSync(path.join(stores.dataDir, "jobs", id));

  it("notes a cancel once, and not on what has ended", () => {
    const [live, ended] = [create(), create()];
    stores.jobs.move(ended, { to: "completed" }, noon);
    expect(stores.desk.jobs.requestCancel(ada.id, [live, ended, "none" as JobId], after(1))).toEqual([live]);
    expect(stores.desk.jobs.requestCancel(ada.id, [live], after(2))).toEqual([live]);
    expect(stores.jobs.get(live).cancelRequestedAt).toEqual(after(1));
    expect(stores.desk.jobs.events(ada.id, live).filter((event) => event.kind === "asked")).toHaveLength(1);
  });

  it("closes as lost only a job that is silent and has not ended", () => {
    const id = create();
    stores.jobs.move(id, { to: "active", startedAt: after(1) }, after(1));
    expect(stores.desk.jobs.closeAsLost(ada.id, id, after(2))).toBe(false);
    stores.jobs.silent(id, "The host has been restarted since.", after(3));
    expect(stores.desk.jobs.closeAsLost(ada.id, id, after(4))).toBe(true);
    expect(stores.desk.jobs.closeAsLost(ada.id, id, after(5))).toBe(false);
    expect(stores.jobs.get(id)).toMatchObject({
      state: "failed",
      endReason: "lost",
      failure: "The host has been restarted since.",
      silence: null,
      heardAt: after(1),
      endedAt: after(4),
    });
    expect(stores.jobs.move(id, { to: "stage_out" }, after(6))).toBe(false);
  });

  it("removes ended jobs with their bytes, and leaves live ones", () => {
    const [live, ended] = [create(), create()];
    stores.jobs.move(ended, { to: "failed" }, noon);
    expect(stores.desk.jobs.remove(ada.id, [live, ended], { removeRemote: false }, noon)).toEqual([ended]);
    expect([bytesOf(live), bytesOf(ended)]).toEqual([true, false]);
    expect(stores.jobs.find(ended)).toBeUndefined();
    expect(stores.desk.jobs.list(ada.id, allJobs).jobs.map((job) => job.id)).toEqual([live]);
    expect(stores.desk.jobs.list(ada.id, { ...allJobs, search: "argon" }).jobs.map((job) => job.id)).toEqual([live]);
  });

  it("hides a job until its folder on the host is gone", () => {
    const id = create();
    stores.jobs.setDirectory(id, "/home/ada/sqmpy/x");
    stores.jobs.move(id, { to: "completed" }, noon);
    expect(stores.desk.jobs.remove(ada.id, [id], { removeRemote: true }, after(1))).toEqual([id]);
    expect(stores.desk.jobs.remove(ada.id, [id], { removeRemote: true }, after(2))).toEqual([]);

    expect(bytesOf(id)).toBe(false);
    expect(stores.desk.jobs.find(ada.id, id)).toBeUndefined();
    expect(stores.desk.jobs.countByState(ada.id)).toEqual({});
    expect(stores.jobs.find(id)).toBeUndefined();
    expect(stores.jobs.toRemove(host.id)).toMatchObject([{ id, hostId: host.id }]);
    expect(stores.jobs.toRemoveById(id)).toMatchObject({ id, directory: "/home/ada/sqmpy/x" });
    expect(stores.hosts.forgotten(after(9))).toEqual([host.id]);

    stores.jobs.removed(id);
    expect(stores.jobs.toRemove(host.id)).toEqual([]);
    expect(stores.jobs.toRemoveById(id)).toBeUndefined();
    expect(stores.database.$client.prepare("SELECT count(*) AS count FROM jobs").get()).toEqual({ count: 0 });
  });

  it("never forgets a job that nobody deleted", () => {
    const id = create();
    stores.jobs.removed(id);
    expect(stores.jobs.find(id)?.id).toBe(id);
    expect(bytesOf(id)).toBe(true);
  });

  it("counts by state", () => {
    for (const state of ["completed", "completed", "failed"] as const) stores.jobs.move(create(), { to: state }, noon);
    create();
    expect(stores.desk.jobs.countByState(ada.id)).toEqual({ new: 1, completed: 2, failed: 1 });
  });

  it("answers events after one already seen", () => {
    const id = create();
    const [first] = stores.desk.jobs.events(ada.id, id);
    stores.jobs.addEvent(id, "note", "later", after(1));
    expect(stores.desk.jobs.events(ada.id, id, first?.id)).toMatchObject([{ kind: "note", text: "later", jobId: id }]);
  });
});
