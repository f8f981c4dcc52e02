import { expect, it } from "vitest";
import { taskProgress } from "./task-progress-words";

it("says how far the tasks are", () => {
  expect(taskProgress({ completed: 9, failed: 3, active: 4, queued: 4 }, 20)).toEqual({
    words: "12/20 done, 3 failed",
    shares: { completed: 0.45, failed: 0.15, canceled: 0, active: 0.2 },
  });
  expect(taskProgress({ new: 10_000 }, 10_000).words).toBe("0/10,000 done");
  expect(taskProgress({ completed: 1, canceled: 1 }, 2).words).toBe("2/2 done, 1 canceled");
});
