import { describe, expect, it } from "vitest";
import { jobStates } from "@/lib/domain/job-state";
import { countMarks, nextCell, packMarks, taskMark, unpackMarks } from "./task-cells";

describe("marks of tasks", () => {
  it("come out as they went in, one letter each", () => {
    const tasks = jobStates.map((state) => ({ state, silence: null }));
    const packed = packMarks(tasks);
    expect(packed).toHaveLength(tasks.length);
    expect(unpackMarks(packed)).toEqual(tasks.map(taskMark));
  });

  it("tell those that are not heard from, while they live", () => {
    expect(taskMark({ state: "active", silence: "No answer." })).toBe("silent");
    expect(taskMark({ state: "failed", silence: "No answer." })).toBe("failed");
  });

  it("are counted", () => {
    const cells = unpackMarks("ccfax").map((mark, index) => ({ index, mark }));
    expect(countMarks(cells)).toMatchObject({ completed: 2, failed: 1, active: 1, canceled: 1, queued: 0 });
  });
});

describe("nextCell", () => {
  const map = { count: 23, columns: 10, page: 3, isFar: false };

  it.each<[string, number, number | null]>([
    ["ArrowRight", 9, 10],
    ["ArrowRight", 22, 22],
    ["ArrowLeft", 0, 0],
    ["ArrowDown", 5, 15],
    ["ArrowDown", 15, 15],
    ["ArrowUp", 15, 5],
    ["Home", 15, 10],
    ["End", 15, 19],
    ["End", 21, 22],
    ["PageDown", 5, 22],
    ["PageUp", 5, 0],
    ["Enter", 5, null],
  ])("%s from %i", (key, at, next) => {
    expect(nextCell(key, at, map)).toBe(next);
  });

  it("goes to the first and the last with Control", () => {
    expect(nextCell("Home", 15, { ...map, isFar: true })).toBe(0);
    expect(nextCell("End", 5, { ...map, isFar: true })).toBe(22);
  });
});
