import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DeliveryId, JobId } from "@/lib/domain/ids";
import type { User } from "@/lib/domain/user";
import { after, makeHost, makeUser, newJob, noon, openTestStores, type TestStores } from "../testing/test-stores";

describe("deliveries", () => {
  let stores: TestStores;
  let ada: User;
  let jobId: JobId;

  beforeEach(() => {
    stores = openTestStores();
    ada = makeUser(stores);
    jobId = stores.desk.jobs.create(ada.id, newJob(makeHost(stores, ada.id).id), noon).job.id;
  });
  afterEach(() => stores.remove());

  const plan = () => stores.deliveries.plan(jobId, "completed", ada, noon);

  it("are planned once for a job, a moment and a person", () => {
    const first = plan();
    expect(first).toMatchObject({ jobId, userId: ada.id, moment: "completed", recipient: ada.email, state: "waiting", tries: 0 });
    expect(stores.deliveries.plan(jobId, "completed", { ...ada, email: "new@uni.example" }, after(9))).toEqual(first);
    expect(stores.deliveries.plan(jobId, "failed", ada, noon).id).not.toBe(first.id);
    expect(stores.deliveries.get(first.id)).toEqual(first);
    expect(stores.deliveries.get("none" as DeliveryId)).toBeUndefined();
  });

  it("are in one pair of hands at a time, and over when sent", () => {
    const { id } = plan();
    expect(stores.deliveries.claim(id, noon)).toEqual({ claimed: true, resumed: false });
    expect(stores.deliveries.claim(id, noon)).toEqual({ claimed: false, resumed: false });
    stores.deliveries.sent(id, after(2), null);
    expect(stores.deliveries.claim(id, noon).claimed).toBe(false);
    expect(stores.deliveries.get(id)).toMatchObject({ state: "sent", sentAt: after(2), tries: 1, note: null });
  });

  it("are tried again, and given up with a reason", () => {
    const { id } = plan();
    stores.deliveries.claim(id, noon);
    stores.deliveries.retry(id, "the mail server is busy");
    expect(stores.deliveries.get(id)).toMatchObject({ state: "waiting", note: "the mail server is busy" });
    expect(stores.deliveries.claim(id, noon)).toEqual({ claimed: true, resumed: false });
    stores.deliveries.failed(id, "no such mailbox");
    expect(stores.deliveries.get(id)).toMatchObject({ state: "failed", tries: 2, note: "no such mailbox" });
    expect(stores.deliveries.claim(id, noon).claimed).toBe(false);
  });

  it("change nothing when they are not in hand", () => {
    const { id } = plan();
    stores.deliveries.claim(id, noon);
    stores.deliveries.sent(id, noon, null);
    stores.deliveries.retry(id, "late");
    stores.deliveries.failed(id, "late");
    expect(stores.deliveries.get(id)).toMatchObject({ state: "sent", note: null });
  });

  it("that a dead process left are found at once, and known as resumed, once", () => {
    const { id } = plan();
    stores.deliveries.claim(id, noon);
    expect(stores.deliveries.stuck(after(-60))).toEqual([]);

    stores = stores.reopen();
    expect(stores.deliveries.stuck(after(-60))).toMatchObject([{ id, state: "sending" }]);
    expect(stores.deliveries.claim(id, noon)).toEqual({ claimed: true, resumed: true });
    expect(stores.deliveries.claim(id, noon)).toEqual({ claimed: false, resumed: false });
    expect(stores.deliveries.stuck(after(-60))).toEqual([]);
    expect(stores.deliveries.get(id)?.tries).toBe(2);
  });

  it("that wait too long are found", () => {
    const { id } = plan();
    expect(stores.deliveries.stuck(noon)).toEqual([]);
    expect(stores.deliveries.stuck(after(1))).toMatchObject([{ id }]);
  });

  it("are shown to the job's owner, and to admins the newest first", () => {
    const first = plan();
    const second = stores.deliveries.plan(jobId, "failed", ada, after(1));
    expect(stores.desk.deliveries.ofJob(ada.id, jobId).map((row) => row.id)).toEqual([first.id, second.id]);
    expect(stores.desk.deliveries.ofJob(makeUser(stores, "bob").id, jobId)).toEqual([]);
    expect(stores.desk.deliveries.latest(1).map((row) => row.id)).toEqual([second.id]);
  });
});
