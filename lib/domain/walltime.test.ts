import { describe, expect, test } from "vitest";
import { formatWalltime, parseWalltime, writeWalltime } from "./walltime";

describe("parseWalltime", () => {
  test.each([
    ["90", 5_400],
    ["30s", 30],
    ["45m", 2_700],
    ["45 min", 2_700],
    ["2h", 7_200],
    ["1h30m", 5_400],
    ["3d", 259_200],
    ["1:30:00", 5_400],
    ["0:45", 2_700],
    ["1-12:00:00", 129_600],
    [" 2H ", 7_200],
    ["0", 0],
  ])("%s is %d s", (text, seconds) => expect(parseWalltime(text)).toBe(seconds));

  test.each(["", "soon", "1:2:3:4", "-5", "1.5h", "h", "10:99"])("%j is no walltime", (text) => expect(parseWalltime(text)).toBeNull());
});

test.each([
  [0, "0 s"],
  [45, "45 s"],
  [5_400, "1 h 30 min"],
  [90_061, "1 d 1 h"],
])("%d s reads %s", (seconds, words) => expect(formatWalltime(seconds)).toBe(words));

test.each([
  [45, "45s"],
  [600, "10m"],
  [5_400, "1h30m"],
  [7_200, "2h"],
  [90_061, "1d1h1m1s"],
  [129_600, "1d12h"],
])("%d s is typed %s, and read back the same", (seconds, text) => {
  expect(writeWalltime(seconds)).toBe(text);
  expect(parseWalltime(text)).toBe(seconds);
});
