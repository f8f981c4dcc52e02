import { describe, expect, test } from "vitest";
import { formatMoment, formatRelative } from "./moment";

const now = Date.parse("2026-11-24T06:14:00Z");

describe("formatRelative", () => {
  test.each([
    [0, "just now"],
    [-44, "just now"],
    [-46, "1 minute ago"],
    [-119, "1 minute ago"],
    [-3_599, "59 minutes ago"],
    [-3_600, "1 hour ago"],
    [7_260, "in 2 hours"],
    [-86_399, "23 hours ago"],
    [-3 * 86_400, "3 days ago"],
    [-7 * 86_400, "Nov 17, 2026"],
  ])("%i seconds: %s", (seconds, words) => {
    expect(formatRelative(new Date(now + seconds * 1_000), now, "en-US")).toBe(words);
  });
});

describe("formatMoment", () => {
  test("before the page is awake a moment says that it is UTC", () => {
    expect(formatMoment(new Date(now), "utc")).toBe("24 Nov 2026, 06:14 UTC");
  });

  test.each([
    ["en-US", "Nov\u00a024,\u00a02026, "],
    ["de-DE", "24.11.2026, "],
    ["ko-KR", "2026.\u00a011.\u00a024. "],
  ])("in %s a line breaks before the time alone", (language, date) => {
    const words = formatMoment(new Date(now), "local", language);
    expect(words.split(" ")).toHaveLength(2);
    expect(words.startsWith(date)).toBe(true);
  });
});
