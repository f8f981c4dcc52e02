import { describe, expect, it } from "vitest";
import type { BatchLab } from "@/e2e/support/batch-lab";
import { AppError } from "@/lib/domain/errors";
import { ask, look, makeNonce, patience, submitBatch, unknownIds, waitFor, waitForEnd, waitForState } from "./submit-batch";

/** Limits, lost ids, many jobs, refusals and outages. */
export function troubleSuite(lab: BatchLab): void {
  const { scheduler, can } = lab;

  describe("limits", () => {
    it.skipIf(can.timeoutSeconds === null)("ends a job at its walltime, and says so", async () => {
      const { nativeId } = await submitBatch(lab, { command: "sleep 600", walltimeSeconds: can.shortestWalltimeSeconds });
      await waitForState(lab, nativeId, "active");
      const { end } = await waitForEnd(lab, nativeId, (can.timeoutSeconds ?? 0) + patience(lab));
      if (can.remembersEnded) expect(end?.reason).toBe("walltime");
    });

    it.skipIf(can.memory === null)("ends a job that takes more memory than it asked, and says so", async () => {
      if (!can.memory) return;
      const { nativeId } = await submitBatch(lab, { command: can.memory.command, resources: { memoryPerNode: can.memory.bytesAsked } });
      const { end } = await waitForEnd(lab, nativeId, 60 + patience(lab));
      expect(end?.reason).toBe(can.memory.reason);
    });

    it.skipIf(can.waitsForEver === null)("says why a job waits that cannot start", async () => {
      if (!can.waitsForEver) return;
      const { nativeId } = await submitBatch(lab, { resources: { directives: can.waitsForEver.directives } });
      const { reason: wanted } = can.waitsForEver;
      const sight = await waitFor(lab, nativeId, ({ reason }) => wanted.test(reason ?? ""));
      expect(sight.state).toBe("queued");
      await ask(lab, scheduler.cancel([nativeId]));
    });
  });

  describe("a lost id", () => {
    it("is found while the job waits, runs and has ended", async () => {
      const { nativeId, nonce, since } = await submitBatch(lab, { held: true, command: "sleep 4" });
      const found = () => ask(lab, scheduler.find(nonce, since));
      expect((await found()).nativeId).toBe(nativeId);
      await ask(lab, scheduler.release([nativeId]));
      await waitForState(lab, nativeId, "active");
      expect((await found()).nativeId).toBe(nativeId);
      await waitForEnd(lab, nativeId);
      if (can.remembersEnded) expect((await found()).nativeId).toBe(nativeId);
      else expect((await found()).isCertain).toBe(false);
    });

    it.skipIf(scheduler.arrays === null)("is found for an array", async () => {
      const { nativeId, nonce, since } = await submitBatch(lab, { tasks: { indexes: [1, 2], atOnce: null }, command: "sleep 2" });
      expect((await ask(lab, scheduler.find(nonce, since))).nativeId).toBe(nativeId);
      await waitForEnd(lab, scheduler.arrays?.taskId(nativeId, 2) ?? nativeId);
      if (can.remembersEnded) expect((await ask(lab, scheduler.find(nonce, since))).nativeId).toBe(nativeId);
    });

    it("is not found when nothing was submitted", async () => {
      expect(await ask(lab, scheduler.find(makeNonce(), new Date(Date.now() - 60_000)))).toEqual({ nativeId: null, isCertain: can.remembersEnded });
    });
  });

  describe("many", () => {
    it("answers for 500 in one question, most of them unknown", async () => {
      const { nativeId } = await submitBatch(lab, { held: true });
      const sights = await look(lab, [...unknownIds(nativeId, 499), nativeId]);
      expect(sights.get(nativeId)?.state).toBe("held");
      expect([...sights].filter(([id, { state }]) => id !== nativeId && state !== "absent")).toEqual([]);
      await ask(lab, scheduler.cancel([nativeId]));
    });

    it("answers for 5,000 and for none", async () => {
      const { nativeId } = await submitBatch(lab, { held: true });
      const sights = await ask(lab, scheduler.status([nativeId, ...unknownIds(nativeId, 4_999)]));
      expect(sights.get(nativeId)?.state).toBe("held");
      await ask(lab, scheduler.cancel([nativeId]));
      const unknown = unknownIds(nativeId, 1);
      expect((await look(lab, unknown)).get(unknown[0] ?? "")?.state ?? "absent").toBe("absent");
    });
  });

  describe("refusals", () => {
    it("says in words why a submission is refused", async () => {
      const refused = await submitBatch(lab, { resources: { queue: "nosuchqueue" } }).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(AppError);
      expect(refused).toMatchObject({ code: "remote", message: expect.stringMatching(/queue|partition|nosuchqueue/i) as string });
    });

    it.skipIf(lab.outage === null)("says that the scheduler does not answer, and asks again later", async () => {
      const { nativeId, nonce, since } = await submitBatch(lab, { held: true });
      await lab.outage?.begin();
      try {
        const questions: [string, () => Promise<unknown>][] = [
          ["status", () => ask(lab, scheduler.status([nativeId]))],
          ["find", () => ask(lab, scheduler.find(nonce, since))],
          ["cancel", () => ask(lab, scheduler.cancel([nativeId]))],
          ["submit", () => submitBatch(lab)],
        ];
        const answers = await Promise.all(questions.map(async ([name, question]) => [name, await question().then(() => "answered", codeOf)]));
        expect(Object.fromEntries(answers)).toEqual({ status: "unreachable", find: "unreachable", cancel: "unreachable", submit: "unreachable" });
      } finally {
        await lab.outage?.end();
      }
      await waitForState(lab, nativeId, "held");
      await ask(lab, scheduler.cancel([nativeId]));
    });
  });
}

function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : String(error);
}
