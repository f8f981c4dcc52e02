import { describe, expect, it } from "vitest";
import { parseTaskRange, taskRangeWords } from "./task-range";

describe("a range of tasks", () => {
  it.each([
    ["0-3", [0, 1, 2, 3], null],
    ["1-9:4", [1, 5, 9], null],
    ["7, 1,2-3", [1, 2, 3, 7], null],
    ["0-19%4", Array.from({ length: 20 }, (_, index) => index), 4],
    ["5", [5], null],
  ])("reads %s", (text, indexes, atOnce) => expect(parseTaskRange(text)).toEqual({ ok: true, range: { indexes, atOnce } }));

  it.each(["", "a", "3-1", "1-", "-3", "0-3%0", "0-9:0", "0-10000", "1,,2"])("refuses “%s” in words", (text) => {
    expect(parseTaskRange(text)).toEqual({ ok: false, problem: expect.stringMatching(/\w+ \w+/) });
  });

  it("is written short", () => expect(taskRangeWords([0, 1, 2, 5, 7, 8])).toBe("0-2,5,7-8"));
});
