import { afterAll, describe, expect, it } from "vitest";
import { type BatchLab, type NoLab, isLab } from "@/e2e/support/batch-lab";
import { quote } from "../quote";
import { arraySuite } from "./array-suite";
import { ask, submitBatch, unknownIds, waitFor, waitForEnd, waitForState } from "./submit-batch";
import { troubleSuite } from "./trouble-suite";

/** What every batch system must be able to do. Call it once in a file `*.batch.ts`; it stops the lab at the end. */
export function batchSuite(lab: BatchLab | NoLab): void {
  if (!isLab(lab)) {
    describe.skip(lab.name, () => {
      it(`cannot be had here: ${lab.skipped}`, () => undefined);
    });
    return;
  }
  afterAll(() => lab.stop());

  describe(`${lab.name}, ${lab.isReal ? "real" : "played by scripts"}`, () => {
    jobSuite(lab);
    arraySuite(lab);
    troubleSuite(lab);
  });
}

function jobSuite(lab: BatchLab): void {
  const { scheduler, can } = lab;
  const sleep = "sleep 60";

  describe("one job", () => {
    it("goes from submission to its end, in its control folder", async () => {
      const { nativeId, place } = await submitBatch(lab, { command: "sleep 3; echo heard" });
      const begun = await waitFor(lab, nativeId, ({ state }) => state !== "queued");
      expect(begun).toMatchObject({ state: "active", end: null });
      const end = await waitForEnd(lab, nativeId);
      if (can.remembersEnded) expect(end.end).toMatchObject({ reason: "exit", exitCode: 0, signal: null });
      const { stdout } = await (await lab.transport()).exec(`cd ${quote(place.control)} && cat began-0 scheduler.out`);
      expect(stdout).toMatch(/^\d+\n(.*\n)*heard\n/);
    });

    it("tells when it began and ended, by a clock that is right", async () => {
      const { nativeId, since } = await submitBatch(lab, { command: "sleep 2" });
      const { end } = await waitForEnd(lab, nativeId);
      if (!can.remembersEnded) return;
      expect(end?.startedAt?.getTime()).toBeGreaterThan(since.getTime() - 2_000);
      expect(end?.endedAt?.getTime()).toBeGreaterThanOrEqual(end?.startedAt?.getTime() ?? Infinity);
      expect(end?.endedAt?.getTime()).toBeLessThan(Date.now() + 2_000);
    });

    it.skipIf(!can.remembersEnded)("tells its exit code", async () => {
      const { nativeId } = await submitBatch(lab, { command: "exit 7" });
      const { end } = await waitForEnd(lab, nativeId);
      expect(end).toMatchObject({ reason: "exit", exitCode: 7, signal: null });
    });

    it.skipIf(!can.remembersEnded)("tells the signal that ended it", async () => {
      const { nativeId } = await submitBatch(lab, { command: "kill -SEGV $$; sleep 5" });
      const { end } = await waitForEnd(lab, nativeId);
      if (can.tellsSignals) expect(end).toMatchObject({ reason: "signal", exitCode: null, signal: "SIGSEGV" });
      else expect(end).toMatchObject({ reason: "exit", exitCode: 139 });
    });

    it("may be named by anything", async () => {
      const { nativeId, nonce, since } = await submitBatch(lab, { name: `na me;"q" | ü $(touch x) 'y' \`z\` \\ %j`, command: sleep });
      await waitForState(lab, nativeId, "active");
      expect(await ask(lab, scheduler.find(nonce, since))).toMatchObject({ nativeId });
      await ask(lab, scheduler.cancel([nativeId]));
    });

    it("gets none of Sqmpy's own settings", async () => {
      const { nativeId, place } = await submitBatch(lab, { command: 'echo "[$TZ$LC_ALL]" >settings' });
      await waitForEnd(lab, nativeId);
      const { stdout } = await (await lab.transport()).exec(`cat ${quote(`${place.control}/settings`)}`);
      expect(stdout).toBe("[]\n");
    });
  });

  describe("hold and release", () => {
    it("holds a job that is submitted so, until it is released", async () => {
      const { nativeId, place } = await submitBatch(lab, { held: true });
      const held = await waitForState(lab, nativeId, "held");
      expect(held.reason).not.toBeNull();
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      expect((await (await lab.transport()).exec(`ls ${quote(place.control)}`)).stdout).not.toContain("began");
      await ask(lab, scheduler.release([nativeId]));
      await waitForEnd(lab, nativeId);
      expect((await (await lab.transport()).exec(`ls ${quote(place.control)}`)).stdout).toContain("began");
    });

    it("holds several that wait, and lets them go again", async () => {
      const jobs = [await submitBatch(lab, { held: true }), await submitBatch(lab, { held: true })].map(({ nativeId }) => nativeId);
      await ask(lab, scheduler.hold(jobs));
      for (const id of jobs) await waitForState(lab, id, "held");
      await ask(lab, scheduler.release(jobs));
      for (const id of jobs) await waitForEnd(lab, id);
    });
  });

  describe("cancel", () => {
    it("ends one that waits", async () => {
      const { nativeId } = await submitBatch(lab, { held: true });
      await waitForState(lab, nativeId, "held");
      await ask(lab, scheduler.cancel([nativeId]));
      const { end } = await waitForEnd(lab, nativeId);
      if (can.remembersEnded) expect(end).toMatchObject({ reason: "removed", startedAt: null });
    });

    it("ends one that is active, with all that it started", async () => {
      const { nativeId, place } = await submitBatch(lab, { command: "sleep 61 & echo $! >child; wait" });
      await waitForState(lab, nativeId, "active");
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await ask(lab, scheduler.cancel([nativeId]));
      const { end } = await waitForEnd(lab, nativeId);
      if (can.remembersEnded) expect(end?.reason).toBe("removed");
      const { stdout } = await (await lab.transport()).exec(`cd ${quote(place.control)}; sleep 1; kill -0 $(cat child) 2>&1 || echo gone`);
      expect(stdout).toMatch(/gone/);
    });

    it("takes unknown and ended ones for granted", async () => {
      const { nativeId } = await submitBatch(lab);
      await waitForEnd(lab, nativeId);
      await ask(lab, scheduler.cancel([nativeId, ...unknownIds(nativeId, 2)]));
    });

    it("ends the known ones among unknown ones", async () => {
      const { nativeId } = await submitBatch(lab, { held: true });
      await ask(lab, scheduler.cancel([...unknownIds(nativeId, 2), nativeId]));
      await waitForEnd(lab, nativeId);
    });
  });

  it("tells what it offers", async () => {
    const now = new Date();
    const offers = await ask(lab, scheduler.offers(now));
    expect(offers).toMatchObject({ scheduler: scheduler.kind, checkedAt: now.toISOString(), hasAccounting: can.remembersEnded });
    expect(offers.version).toMatch(/\d/);
    if (offers.queues.length > 0) expect(offers.queues.map(({ name }) => name)).toContain(lab.queue);
  });
}
