import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isLab, type BatchLab, type NoLab } from "../../e2e/support/batch-lab";
import { TcpFault } from "../../e2e/support/tcp-fault";
import type { HostId, JobId } from "../../lib/domain/ids";
import type { Job } from "../../lib/domain/job";
import type { JobSpec } from "../../lib/domain/job-spec";
import { isFinal } from "../../lib/domain/job-state";
import { noResources } from "../../lib/domain/resources";
import { emptyResourcesSpec } from "../../lib/domain/resources-spec";
import { noTasksSpec } from "../../lib/domain/tasks-spec";
import { holdJob, releaseJob } from "../../lib/runner/hold-job";
import { tryBatchScript } from "../../lib/runner/hosts/try-batch-script";
import { testHost } from "../../lib/runner/hosts/test-host";
import { watch } from "../../lib/runner/watch";
import { AppUnderTest } from "./app-under-test";

const minutes = (count: number) => count * 60_000;

/** The whole way of jobs through the product to one batch system and back, on a real or a played one. Once in a test file. */
export function batchWay(lab: BatchLab | NoLab): void {
  describe.skipIf(!isLab(lab))(`the way of a job through ${lab.name}`, () => {
    if (!isLab(lab)) return;
    const { usualSeconds } = lab.can;
    const patience = 60 + 4 * usualSeconds;
    let app: AppUnderTest;
    let fault: TcpFault;
    let hostId: HostId;
    beforeAll(async () => {
      app = await AppUnderTest.start();
      fault = await TcpFault.start(lab.ssh.port);
      const { address, hostKey, privateKey, users } = lab.ssh;
      const credential = { method: "given_key" as const, privateKey, passphrase: null };
      hostId = app.addHost({ kind: "ssh", address, port: fault.port, username: users[0]?.username ?? "", credential, hostKey });
    });
    afterAll(async () => {
      await app.stop();
      await fault.stop();
      await lab.stop();
    });

    const submit = (script: string, change: Partial<JobSpec> = {}): Promise<JobId> =>
      app.submit(hostId, script, { scheduler: lab.scheduler.kind, resources: { ...emptyResourcesSpec, queue: lab.queue }, ...change });
    /** As with an open page, so that the scheduler's word is asked for sooner. */
    const end = async (id: JobId): Promise<Job> => {
      const watching = watch(app.app.services, app.job(id));
      try {
        return await app.untilEnded(id, patience);
      } finally {
        watching.stop();
      }
    };
    const tasksOf = (id: JobId) => app.app.desk.jobs.tasks(app.user, id);

    test("is found by the test of the connection, with its queues", async () => {
      const report = await testHost(app.app.hostServices, app.user, hostId, () => undefined);
      expect(report.ok, JSON.stringify(report.steps)).toBe(true);
      expect(report.steps.at(-1)).toMatchObject({ step: "scheduler", outcome: "ok" });
      const offers = app.app.desk.hosts.find(app.user, hostId)?.offers;
      expect(offers).toMatchObject({ scheduler: lab.scheduler.kind, version: expect.stringMatching(/\d/) });
      expect(offers?.queues.map(({ name }) => name)).toContain(lab.queue);
    });

    test.skipIf(lab.scheduler.trial === undefined)("tells when a job would start, and what it would refuse, before anything is submitted", async () => {
      const ask = (script: string) => tryBatchScript(app.app.hostServices, app.user, hostId, script);
      const mark = lab.scheduler.marks[0];
      const [words] = lab.scheduler.directives({ resources: { ...noResources, queue: lab.queue }, walltimeSeconds: null });
      const soon = await ask(`#!/bin/sh\n${mark} ${words}\ntrue\n`);
      expect(Math.abs((soon.startAt?.getTime() ?? 0) - Date.now())).toBeLessThan(minutes(60));
      await expect(ask(`#!/bin/sh\n${mark} ${words?.replace(lab.queue, "no-such-queue")}\ntrue\n`)).rejects.toMatchObject({ code: "remote" });
    });

    test("goes from form to files", { timeout: minutes(4) }, async () => {
      const program = `import os, sys\nprint("args", sys.argv[1:], os.environ["GREETING"], flush=True)\nopen("out é.txt", "w").write("result")\nsys.exit(0)\n`;
      const id = await submit(program, { scriptName: "it's.py", arguments: `"one two"`, environment: [{ name: "GREETING", value: `it's "é"` }] });
      const job = await end(id);
      expect(job, `${job.failure}`).toMatchObject({ state: "completed", exitCode: 0, endReason: "exit", silence: null });
      expect(await app.textOf(id, "stdout.txt")).toBe(`args ['one two'] it's "é"\n`);
      expect(await app.textOf(id, "out é.txt")).toBe("result");
      const states = app.app.desk.jobs.events(app.user, id).flatMap(({ kind, state }) => (kind === "state" && state ? [state] : []));
      expect(states.filter((state) => state !== "active")).toEqual(["new", "stage_in", "queued", "stage_out", "completed"]);
      expect(job.nativeId).toBeTruthy();
    });

    test("fails with its exit code, whose file is believed at once", { timeout: minutes(4) }, async () => {
      expect(await end(await submit("exit 7"))).toMatchObject({ state: "failed", exitCode: 7, endReason: "exit" });
    });

    test("what it used is told after its end", { timeout: minutes(4) }, async () => {
      if (!lab.can.remembersEnded) return;
      const id = await submit("sleep 2");
      await end(id);
      await app.until(id, ({ usage }) => usage !== null, 90);
      expect(app.job(id).usage?.elapsedSeconds).toBeGreaterThanOrEqual(1);
    });

    test("waits, is held, is released, and runs", { timeout: minutes(5) }, async () => {
      const first = await submit("sleep 15");
      await app.until(first, ({ state }) => state === "active" || isFinal(state), patience);
      const second = await submit("echo went", { dependencies: [{ onJobId: first, condition: "any" }] });
      if (!lab.scheduler.conditions.includes("any")) {
        expect(await end(second)).toMatchObject({ state: "completed" });
        return;
      }
      await app.until(second, ({ state }) => state === "queued", patience);
      await holdJob(app.app.services, second);
      await end(first);
      // Some batch systems tell that it is held only once it no longer waits for the other one.
      const watching = watch(app.app.services, app.job(second));
      await app.until(second, ({ queueState }) => queueState === "held", patience);
      watching.stop();
      await sleep(3_000);
      expect(app.job(second)).toMatchObject({ state: "queued", queueState: "held" });
      await releaseJob(app.app.services, second);
      expect(await end(second)).toMatchObject({ state: "completed" });
    });

    test("canceled while it waits it never starts, and while it runs it ends", { timeout: minutes(5) }, async () => {
      const running = await submit("echo begun >mark; sleep 300");
      await app.until(running, ({ state }) => state === "active", patience);
      const waiting = await submit("echo never >mark", { dependencies: [{ onJobId: running, condition: "ok" }] });
      await app.cancel(waiting);
      expect(await end(waiting)).toMatchObject({ state: "canceled", startedAt: null });
      expect(app.files(waiting).map(({ path }) => path)).not.toContain("mark");
      await app.cancel(running);
      expect(await end(running)).toMatchObject({ state: "canceled", endReason: "canceled" });
      expect(await app.textOf(running, "mark")).toBe("begun\n");
    });

    test("a table of parameters is one job of many tasks, each with its own end and log", { timeout: minutes(6) }, async () => {
      const table = `rate,word\n${[0, 1, 2, 3, 4, 5].map((row) => `0.${row},it's ${row}`).join("\n")}\n`;
      const id = await submit(`echo "$1 $word"; [ "$SQMPY_TASK" != 4 ] || exit 9`, { arguments: "--rate={rate}", tasks: { ...noTasksSpec, kind: "table", table } });
      const job = await end(id);
      expect(job, `${job.failure}`).toMatchObject({ state: "failed", endReason: "tasks", tasks: { completed: 5, failed: 1 }, failure: "1 of 6 tasks failed: 4." });
      expect(tasksOf(id).map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 9, 0]);
      expect(await app.textOf(id, "tasks/3/stdout.txt")).toBe("--rate=0.3 it's 3\n");
    });

    test("an array with gaps is canceled as one", { timeout: minutes(6) }, async () => {
      const id = await submit(`echo "$SQMPY_TASK" >>begun; sleep 300`, { tasks: { ...noTasksSpec, kind: "range", range: "3,7-8%1" } });
      await app.until(id, ({ tasks }) => (tasks?.active ?? 0) > 0, patience);
      await app.cancel(id);
      const job = await end(id);
      expect(job).toMatchObject({ state: "canceled", tasks: { canceled: 3 } });
      expect((await app.textOf(id, "begun")).trim().split("\n").length).toBeLessThanOrEqual(lab.scheduler.arrays ? 1 : 3);
    });

    test("a queue that is not there is refused beside its field; where offers are unknown the job says so", { timeout: minutes(3) }, async () => {
      const wrong = { resources: { ...emptyResourcesSpec, queue: "no-such-queue" } };
      await expect(submit("true", wrong)).rejects.toMatchObject({ code: "invalid", field: "resources.queue" });
      app.app.desk.hosts.setOffers(app.user, hostId, null);
      const job = await end(await submit("true", wrong));
      expect(job).toMatchObject({ state: "failed", endReason: "submit", startedAt: null });
      expect(job.failure).toMatch(/\w+ \w+/);
    });

    test("connections cut at any moment of submission lose no job and double none", { timeout: minutes(8) }, async () => {
      const ids = await Promise.all(Array.from({ length: 12 }, () => submit("echo ran >>count")));
      const cutting = (async () => {
        for (let cuts = 0; cuts < 30 && ids.some((id) => ["new", "stage_in"].includes(app.job(id).state)); cuts++) {
          await sleep(randomInt(30, 900));
          fault.reset();
        }
      })();
      for (const id of ids) expect(await end(id)).toMatchObject({ state: "completed" });
      await cutting;
      for (const id of ids) expect(await app.textOf(id, "count")).toBe("ran\n");
    });

    test.skipIf(lab.outage === null)("a scheduler that does not answer changes no job", { timeout: minutes(6) }, async () => {
      const id = await submit("sleep 20; echo done");
      await app.until(id, ({ state }) => state === "active", patience);
      await lab.outage?.begin();
      const late = await submit("echo late");
      await sleep(8_000);
      expect(app.job(id).state).toBe("active");
      expect(["stage_in", "new"]).toContain(app.job(late).state);
      await lab.outage?.end();
      expect(await end(id)).toMatchObject(lab.outage?.endsJobs ? { state: "failed", signal: "SIGTERM" } : { state: "completed" });
      expect(await end(late)).toMatchObject({ state: "completed" });
    });
  });
}
