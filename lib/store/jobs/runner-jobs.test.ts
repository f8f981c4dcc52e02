import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Host } from "@/lib/domain/host";
import type { JobId } from "@/lib/domain/ids";
import type { User } from "@/lib/domain/user";
import { after, makeHost, makeUser, newJob, noon, openTestStores, type TestStores } from "../testing/test-stores";

describe("the runner's side of jobs", () => {
  let stores: TestStores;
  let ada: User;
  let host: Host;

  beforeEach(() => {
    stores = openTestStores();
    ada = makeUser(stores);
    host = makeHost(stores, ada.id);
  });
  afterEach(() => stores.remove());

  const create = (at = noon) => stores.desk.jobs.create(ada.id, newJob(host.id), at).job.id;
  const statesIn = (id: JobId) => stores.desk.jobs.events(ada.id, id).map((event) => event.state);

  it("moves forward only, each state once, with its event", () => {
    const id = create();
    expect(stores.jobs.move(id, { to: "stage_in" }, after(1))).toBe(true);
    expect(stores.jobs.move(id, { to: "stage_in" }, after(2))).toBe(false);
    expect(stores.jobs.move(id, { to: "active", startedAt: after(3) }, after(4))).toBe(true);
    expect(stores.jobs.move(id, { to: "queued" }, after(5))).toBe(false);
    expect(stores.jobs.move(id, { to: "stage_out", endedAt: after(6), exitCode: 3, endReason: "exit", text: "Left 2 processes." }, after(7))).toBe(true);
    expect(stores.jobs.move(id, { to: "failed" }, after(8))).toBe(true);
    expect(stores.jobs.move(id, { to: "completed" }, after(9))).toBe(false);
    expect(stores.jobs.move(id, { to: "canceled" }, after(9))).toBe(false);

    expect(statesIn(id)).toEqual(["new", "stage_in", "active", "stage_out", "failed"]);
    expect(stores.desk.jobs.events(ada.id, id).at(3)?.text).toBe("Left 2 processes.");
    expect(stores.jobs.get(id)).toMatchObject({ state: "failed", startedAt: after(3), endedAt: after(6), exitCode: 3, endReason: "exit", heardAt: after(7) });
  });

  it("takes the move back when its event cannot be written", () => {
    const id = create();
    stores.database.$client.exec("CREATE TRIGGER stop BEFORE INSERT ON job_events BEGIN SELECT raise(ABORT, 'stopped'); END");
    expect(() => stores.jobs.move(id, { to: "stage_in" }, noon)).toThrow("stopped");
    expect(stores.jobs.get(id).state).toBe("new");
  });

  it("dates the end of a job that never started, and says why in the timeline", () => {
    const id = create();
    stores.jobs.move(id, { to: "failed", endReason: "stage_in", failure: "The host's disk is full." }, after(5));
    expect(stores.jobs.get(id)).toMatchObject({ endedAt: after(5), heardAt: null, failure: "The host's disk is full." });
    expect(stores.desk.jobs.events(ada.id, id).at(-1)?.text).toBe("The host's disk is full.");
  });

  it("clears silence and the reason to wait with each move", () => {
    const id = create();
    stores.jobs.wait(id, "The host does not answer.");
    stores.jobs.silent(id, "No process.", after(1));
    expect(stores.jobs.get(id)).toMatchObject({ waitReason: "The host does not answer.", silence: "No process." });
    stores.jobs.move(id, { to: "stage_in" }, after(2));
    expect(stores.jobs.get(id)).toMatchObject({ waitReason: null, silence: null });
  });

  it("gives one attempt until it is settled", () => {
    const id = create();
    const first = stores.jobs.attempt(id, noon);
    expect(stores.jobs.attempt(id, after(9))).toEqual(first);
    expect(first).toMatchObject({ number: 1, startedAt: null, beganAt: noon });
    expect(stores.jobs.get(id).attempt).toBe(1);

    stores.jobs.setStarted(id, "4711@1790", after(3));
    expect(stores.jobs.attempt(id, after(9))).toEqual({ ...first, startedAt: after(3) });
    expect(stores.jobs.get(id)).toMatchObject({ nativeId: "4711@1790", heardAt: after(3) });

    stores.database.$client.prepare("UPDATE attempts SET outcome = 'absent' WHERE job_id = ?").run(id);
    const second = stores.jobs.attempt(id, after(10));
    expect(second.number).toBe(2);
    expect(second.nonce).not.toBe(first.nonce);
  });

  it("notes a silence once for each sentence, until the host is heard", () => {
    const id = create();
    stores.jobs.silent(id, "No process.", after(1));
    stores.jobs.silent(id, "No process.", after(2));
    stores.jobs.silent(id, "The host was restarted.", after(3));
    stores.jobs.heard([id], after(4));
    stores.jobs.silent(id, "The host was restarted.", after(5));
    const notes = stores.desk.jobs.events(ada.id, id).filter((event) => event.kind === "note");
    expect(notes.map((note) => note.text)).toEqual(["No process.", "The host was restarted.", "The host was restarted."]);
    expect(stores.jobs.get(id).heardAt).toEqual(after(4));
  });

  it("keeps silence off a job that has ended", () => {
    const id = create();
    stores.jobs.move(id, { to: "canceled" }, noon);
    stores.jobs.silent(id, "No process.", after(1));
    expect(stores.jobs.get(id).silence).toBeNull();
  });

  it("lists what is on a host, what is unfinished, and what waits for work", () => {
    const [prepared, queued, active, ended] = [create(), create(after(1)), create(after(2)), create(after(3))] as const;
    stores.jobs.move(queued, { to: "queued" }, after(100));
    stores.jobs.move(active, { to: "active" }, after(4));
    stores.jobs.move(ended, { to: "canceled" }, after(5));

    expect(stores.jobs.onHost(host.id).map((job) => job.id)).toEqual([queued, active]);
    expect(stores.jobs.unfinished(host.id)).toMatchObject([{ id: prepared, state: "new" }, { id: queued }, { id: active }]);
    expect(stores.jobs.stuck(after(50)).map((job) => job.id)).toEqual([prepared]);
    expect(stores.jobs.stuck(noon)).toEqual([]);

    stores.desk.jobs.requestCancel(ada.id, [active], after(20));
    expect(stores.jobs.stuck(after(50)).map((job) => job.id)).toEqual([prepared, active]);
  });

  it("says plainly that a job is gone", () => {
    expect(stores.jobs.find("gone" as JobId)).toBeUndefined();
    expect(() => stores.jobs.get("gone" as JobId)).toThrow(expect.objectContaining({ code: "not_found" }));
  });

  it("lets one of two processes through, for every job", { timeout: 60_000 }, async () => {
    const ids = Array.from({ length: 150 }, () => create());
    const script = path.join(import.meta.dirname, "..", "testing", "race-moves.mts");
    const racers = [0, 1].map(() => spawn(process.execPath, ["--import", "tsx", script, stores.dataDir], { stdio: ["pipe", "pipe", "inherit"] }));
    await Promise.all(racers.map((racer) => once(racer.stdout, "data")));
    const answers = racers.map((racer) => once(racer.stdout, "data"));
    for (const racer of racers) racer.stdin.write("go\n");
    const moved = (await Promise.all(answers)).map(([text]) => Number(String(text)));

    expect(moved.reduce((sum, count) => sum + count)).toBe(ids.length);
    for (const id of ids) expect(statesIn(id)).toEqual(["new", "stage_in"]);
  });
});
