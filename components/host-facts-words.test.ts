import { expect, test } from "vitest";
import type { HostFacts } from "@/lib/domain/host";
import { allFacts, clockWords, shortFacts } from "./host-facts-words";

const facts: HostFacts = {
  checkedAt: "2026-11-24T06:00:00Z",
  os: "Debian GNU/Linux 12",
  shell: "/bin/bash",
  home: "/home/ada",
  python: "/usr/bin/python3",
  pythonVersion: "3.11.2",
  bash: "/bin/bash",
  scheduler: null,
  fileTransfer: "sftp",
  freeBytes: 52_000_000_000,
  noise: null,
  clockSkewMs: 120,
};

test("a card shows what is known, and says that a plain host has no scheduler", () => {
  expect(shortFacts(facts).map(({ value }) => value)).toEqual(["Debian GNU/Linux 12", "3.11.2", "none (plain host)", "52.0 GB"]);
  expect(shortFacts({ ...facts, os: null, pythonVersion: null, freeBytes: null })).toHaveLength(1);
});

test("a host without python has no line for it", () => {
  expect(allFacts({ ...facts, python: null }).some(({ label }) => label === "Python")).toBe(false);
});

test.each([
  [null, null],
  [-1_900, "in step with ours"],
  [5_500, "5.5 s fast"],
  [-125_000, "2 min 5 s slow"],
])("a clock %s ms off is %s", (skew, words) => {
  expect(clockWords(skew)).toBe(words);
});
