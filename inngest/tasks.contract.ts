import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { HostId } from "@/lib/domain/ids";
import { emptyResourcesSpec } from "@/lib/domain/resources-spec";
import { noTasksSpec } from "@/lib/domain/tasks-spec";
import { AppUnderTest, reachOver, type Reach } from "./testing/app-under-test";

const table = (text: string, atOnce = "") => ({ ...noTasksSpec, kind: "table" as const, table: text, atOnce });

let app: AppUnderTest;
beforeAll(async () => void (app = await AppUnderTest.start()));
afterAll(() => app.stop());

const { sshd, carried } = inject("hosts");
const reaches: [string, Reach | null][] = [
  ["real sshd", reachOver(sshd, "plain")],
  ["the server that ssh2 carries", { ...carried, kind: "ssh", credential: { method: "password", password: carried.password } }],
  ["this computer", { kind: "local", address: "localhost", port: 22, username: "me", credential: { method: "agent" }, hostKey: null }],
];

for (const [name, reach] of reaches) describe.skipIf(reach === null)(`tasks on a plain host: ${name}`, () => {
  let hostId: HostId;
  beforeAll(() => void (hostId = app.addHost(reach as Reach)));

  const tasksOf = (id: Parameters<AppUnderTest["job"]>[0]) => app.app.desk.jobs.tasks(app.user, id);

  test("each line of a table runs once, with its own values, and the job ends with the last", async () => {
    const id = await app.submit(hostId, `echo "$1 $rate $SQMPY_TASK" >>all.txt; echo "out of $SQMPY_TASK"; [ "$rate" != 0.3 ] || exit 7`, {
      arguments: "--rate={rate}",
      tasks: table("rate,word\n0.1,it's\n0.2,b b\n0.3,c\n0.4,d\n", "2"),
    });
    const job = await app.untilEnded(id, 60);
    expect(job).toMatchObject({ state: "failed", endReason: "tasks", failure: "1 of 4 tasks failed: 2.", tasks: { completed: 3, failed: 1 } });
    expect(tasksOf(id).map(({ state, exitCode }) => [state, exitCode])).toEqual([["completed", 0], ["completed", 0], ["failed", 7], ["completed", 0]]);
    const lines = (await app.textOf(id, "all.txt")).trim().split("\n").sort();
    expect(lines).toEqual(["--rate=0.1 0.1 0", "--rate=0.2 0.2 1", "--rate=0.3 0.3 2", "--rate=0.4 0.4 3"]);
    expect(await app.textOf(id, "tasks/2/stdout.txt")).toBe("out of 2\n");
  });

  test("no more are active at a time than was asked", async () => {
    const id = await app.submit(hostId, `echo "+ $SQMPY_TASK" >>log; sleep 0.6; echo "- $SQMPY_TASK" >>log`, { tasks: { ...noTasksSpec, kind: "range", range: "1-6%2" } });
    expect(await app.untilEnded(id, 90)).toMatchObject({ state: "completed", tasks: { completed: 6 } });
    const marks = (await app.textOf(id, "log")).trim().split("\n");
    let [now, most] = [0, 0];
    for (const mark of marks) most = Math.max(most, (now += mark.startsWith("+") ? 1 : -1));
    expect(marks).toHaveLength(12);
    expect(most).toBe(2);
  });

  test("canceled, those that have begun are ended and the others never start", async () => {
    const id = await app.submit(hostId, `echo "$SQMPY_TASK" >>begun; sleep 60`, { tasks: { ...noTasksSpec, kind: "range", range: "0-9%2" } });
    await app.until(id, ({ tasks }) => tasks?.active === 2, 60);
    await app.cancel(id);
    expect(await app.untilEnded(id, 60)).toMatchObject({ state: "canceled", tasks: { canceled: 10 } });
    expect((await app.textOf(id, "begun")).trim().split("\n")).toHaveLength(2);
  });

  test("a job waits for another: after it ended well, after any end, after it failed", async () => {
    const first = await app.submit(hostId, "sleep 1; exit 3");
    const after = (condition: "ok" | "any" | "fail") => app.submit(hostId, "echo went", { dependencies: [{ onJobId: first, condition }] });
    const [ok, any, fail] = await Promise.all([after("ok"), after("any"), after("fail")]);
    expect(app.job(any)).toMatchObject({ state: "new" });
    expect(await app.untilEnded(first, 60)).toMatchObject({ state: "failed", exitCode: 3 });
    expect(await app.untilEnded(any, 60)).toMatchObject({ state: "completed" });
    expect(await app.untilEnded(fail, 60)).toMatchObject({ state: "completed" });
    expect(await app.untilEnded(ok, 60)).toMatchObject({ state: "failed", endReason: "dependency", directory: null });
    expect(app.job(any).startedAt?.getTime()).toBeGreaterThanOrEqual(app.job(first).endedAt?.getTime() ?? Infinity);
  });

  test("commands and modules around the script run on a plain host too", async () => {
    const id = await app.submit(hostId, "echo script; exit 4", { resources: { ...emptyResourcesSpec, before: "echo before", after: "echo after" } });
    expect(await app.untilEnded(id, 60)).toMatchObject({ state: "failed", exitCode: 4 });
    expect(await app.textOf(id, "stdout.txt")).toBe("before\nscript\nafter\n");
  });
});
