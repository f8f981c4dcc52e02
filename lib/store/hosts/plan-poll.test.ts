import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endpointOf, type Host } from "@/lib/domain/host";
import type { HostId } from "@/lib/domain/ids";
import type { User } from "@/lib/domain/user";
import { after, makeHost, makeUser, newJob, noon, openTestStores, type TestStores } from "../testing/test-stores";

describe("looks at hosts", () => {
  let stores: TestStores;
  let ada: User;
  let host: Host;

  beforeEach(() => {
    stores = openTestStores();
    ada = makeUser(stores);
    host = makeHost(stores, ada.id);
  });
  afterEach(() => stores.remove());

  it("keep the earlier plan", () => {
    expect(stores.hosts.planPoll(host.id, after(10))).toEqual(after(10));
    expect(stores.hosts.planPoll(host.id, after(20))).toEqual(after(10));
    expect(stores.hosts.planPoll(host.id, after(5))).toEqual(after(5));
    expect(() => stores.hosts.planPoll("none" as HostId, noon)).toThrow(expect.objectContaining({ code: "not_found" }));
  });

  it("are claimed once, when due", () => {
    expect(stores.hosts.claimPoll(host.id, noon)).toBe(false);
    stores.hosts.planPoll(host.id, after(10));
    expect(stores.hosts.claimPoll(host.id, after(9))).toBe(false);
    expect(stores.hosts.claimPoll(host.id, after(10))).toBe(true);
    expect(stores.hosts.claimPoll(host.id, after(10))).toBe(false);
    expect(stores.hosts.planPoll(host.id, after(30))).toEqual(after(30));
  });

  it("are missed only where something is to be looked after", () => {
    expect(stores.hosts.forgotten(noon)).toEqual([]);
    const { job } = stores.desk.jobs.create(ada.id, newJob(host.id), noon);
    expect(stores.hosts.forgotten(noon)).toEqual([host.id]);
    stores.hosts.planPoll(host.id, after(10));
    expect(stores.hosts.forgotten(after(9))).toEqual([]);
    expect(stores.hosts.forgotten(after(10))).toEqual([host.id]);
    stores.jobs.move(job.id, { to: "completed" }, noon);
    expect(stores.hosts.forgotten(after(10))).toEqual([]);
  });

  it("count failures for an address, whoever's host it is", () => {
    const same = makeHost(stores, makeUser(stores, "bob").id, { address: host.address.toUpperCase() });
    const elsewhere = makeHost(stores, ada.id, { port: 2222 });
    const none = { failures: 0, authFailures: 0, openUntil: null, lastError: null };
    expect(stores.hostDirectory.breaker(endpointOf(host))).toEqual(none);

    const open = { failures: 3, authFailures: 1, openUntil: after(60), lastError: "No answer." };
    stores.hostDirectory.setBreaker(endpointOf(host), { ...open, failures: 2 }, noon);
    stores.hostDirectory.setBreaker(endpointOf(host), open, noon);
    expect(stores.hostDirectory.breaker(endpointOf(same))).toEqual(open);
    expect([host, same, elsewhere].map(({ id }) => stores.hosts.failures(id))).toEqual([3, 3, 0]);
  });
});
