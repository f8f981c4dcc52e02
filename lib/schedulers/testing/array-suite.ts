import { describe, expect, it } from "vitest";
import type { BatchLab } from "@/e2e/support/batch-lab";
import type { QueueSight } from "@/lib/domain/queue-sight";
import { quote } from "../quote";
import { ask, lookAt, submitBatch, waitFor, waitForEnd, waitForState } from "./submit-batch";

const sleep = "sleep 60";

/** Arrays, and jobs that wait for others. */
export function arraySuite(lab: BatchLab): void {
  const { scheduler, can } = lab;

  describe.skipIf(scheduler.arrays === null)("arrays", () => {
    const arrays = scheduler.arrays ?? { taskId: (id: string, index: number) => `${id}_${index}` };
    const indexes = [1, 2, 3, 4, 6];

    it("runs each task with its index, and tells each one's end", async () => {
      const command = 'sleep 1; echo "hello from $1"; [ "$1" != 3 ] || exit 5';
      const { nativeId, place } = await submitBatch(lab, { tasks: { indexes, atOnce: null }, command });
      await waitFor(lab, nativeId, () => true);
      for (const index of indexes) {
        const { end } = await waitForEnd(lab, arrays.taskId(nativeId, index));
        if (can.remembersEnded) expect(end).toMatchObject({ reason: "exit", exitCode: index === 3 ? 5 : 0 });
        const { stdout } = await (await lab.transport()).exec(`cd ${quote(place.control)} && cat scheduler.out-${index}`);
        expect(stdout).toContain(`hello from ${index}\n`);
      }
      expect((await (await lab.transport()).exec(`cd ${quote(place.control)} && ls | grep -c began`)).stdout.trim()).toBe("5");
    });

    it("answers a question for the array by all of its tasks, and lets one be canceled", async () => {
      const { nativeId } = await submitBatch(lab, { tasks: { indexes, atOnce: 2 }, command: sleep });
      const first = arrays.taskId(nativeId, 1);
      await waitForState(lab, first, "active");
      const seen = await waitForMap(() => ask(lab, scheduler.status([nativeId])), (map) => indexes.every((index) => map.has(arrays.taskId(nativeId, index))));
      const states = indexes.map((index) => seen.get(arrays.taskId(nativeId, index))?.state);
      expect(states.filter((state) => state === "active").length).toBeLessThanOrEqual(2);
      expect(states.filter((state) => state === "queued").length).toBeGreaterThanOrEqual(3);

      await ask(lab, scheduler.cancel([arrays.taskId(nativeId, 6), first]));
      await waitForEnd(lab, first);
      await waitForEnd(lab, arrays.taskId(nativeId, 6));
      await waitForState(lab, arrays.taskId(nativeId, 3), "active");
      await ask(lab, scheduler.cancel([nativeId]));
      for (const index of indexes) await waitForEnd(lab, arrays.taskId(nativeId, index));
    });

    it("is held and released as a whole", async () => {
      const { nativeId } = await submitBatch(lab, { tasks: { indexes: [2, 5], atOnce: null }, held: true });
      for (const index of [2, 5]) await waitForState(lab, arrays.taskId(nativeId, index), "held");
      await ask(lab, scheduler.release([nativeId]));
      for (const index of [2, 5]) await waitForEnd(lab, arrays.taskId(nativeId, index));
    });
  });

  describe("dependencies", () => {
    const waits = (condition: "ok" | "any" | "fail") => !scheduler.conditions.includes(condition);

    async function pair(condition: "ok" | "any" | "fail", command: string) {
      const parent = await submitBatch(lab, { command: `sleep 2; ${command}` });
      const child = await submitBatch(lab, { dependencies: [{ nativeId: parent.nativeId, condition }] });
      return { parent, child };
    }

    async function began(place: { control: string }) {
      return (await (await lab.transport()).exec(`ls ${quote(place.control)}`)).stdout.includes("began");
    }

    it.skipIf(waits("ok"))("starts when the other ended well, not before", async () => {
      const { parent, child } = await pair("ok", "date +%s.%N >>../../ended; exit 0");
      expect(["queued", "held"]).toContain((await lookAt(lab, child.nativeId)).state);
      await waitForEnd(lab, parent.nativeId);
      await waitForEnd(lab, child.nativeId);
      expect(await began(child.place)).toBe(true);
    });

    it.skipIf(waits("any"))("starts however the other ended", async () => {
      const { child } = await pair("any", "exit 3");
      await waitForEnd(lab, child.nativeId);
      expect(await began(child.place)).toBe(true);
    });

    it.skipIf(waits("fail"))("starts when the other failed", async () => {
      const { child } = await pair("fail", "exit 3");
      await waitForEnd(lab, child.nativeId);
      expect(await began(child.place)).toBe(true);
    });

    it.skipIf(waits("ok"))("never starts when the other failed, and says why", async () => {
      const { parent, child } = await pair("ok", "exit 3");
      await waitForEnd(lab, parent.nativeId);
      if (can.remembersEnded) {
        const sight = await waitFor(lab, child.nativeId, (seen) => seen.end !== null || /never/i.test(seen.reason ?? ""));
        if (sight.end) expect(sight.end.reason).toBe("dependency");
      }
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      expect(await began(child.place)).toBe(false);
      await ask(lab, scheduler.cancel([child.nativeId]));
    });
  });
}

async function waitForMap(question: () => Promise<ReadonlyMap<string, QueueSight>>, isEnough: (map: ReadonlyMap<string, QueueSight>) => boolean) {
  for (let tries = 0; tries < 40; tries += 1) {
    const map = await question();
    if (isEnough(map)) return map;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return question();
}
