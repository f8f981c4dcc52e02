import { expect, test } from "vitest";
import { backOffDelay, pollDelay } from "./poll";

test("looks become rarer as jobs grow old", () => {
  const ages = [0, 10_000, 60_000, 600_000, 3_600_000, 86_400_000];
  const delays = ages.map(pollDelay);
  expect(delays).toEqual([...delays].sort((a, b) => a - b));
  expect(delays.at(-1)).toBe(30_000);
});

test("back-off doubles from 5 s to 15 min, with a fifth of spread", () => {
  expect([1, 2, 3, 4].map((failures) => backOffDelay(failures, () => 0.5))).toEqual([5_000, 10_000, 20_000, 40_000]);
  expect(backOffDelay(50, () => 0.5)).toBe(900_000);
  expect(backOffDelay(1, () => 0)).toBe(4_000);
  expect(backOffDelay(1, () => 1)).toBe(6_000);
});
