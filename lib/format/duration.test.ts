import { expect, test } from "vitest";
import { formatDuration } from "./duration";

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];

test.each([
  [-5, "under 1 s"],
  [0, "under 1 s"],
  [49, "under 1 s"],
  [400, "0.4 s"],
  [3 * second, "3 s"],
  [5_500, "5.5 s"],
  [9_990, "9 s"],
  [45_900, "45 s"],
  [3 * minute, "3 min"],
  [125 * second, "2 min 5 s"],
  [12 * hour, "12 h"],
  [2 * hour + 10 * minute + second, "2 h 10 min"],
  [day, "1 d"],
  [3 * day + 4 * hour, "3 d 4 h"],
])("%d ms: %s", (milliseconds, words) => expect(formatDuration(milliseconds)).toBe(words));
