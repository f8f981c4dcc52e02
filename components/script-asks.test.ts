import { describe, expect, it } from "vitest";
import { parseMemory } from "@/lib/domain/memory";
import type { DirectiveMeaning } from "@/lib/schedulers/batch-scheduler";
import { directiveNotices } from "./directive-notices";
import { scriptAsks } from "./script-asks";

const meanings: Record<string, (value: string) => DirectiveMeaning> = {
  nodes: (value) => ({ nodes: Number(value) }),
  mem: (value) => ({ memoryPerNode: parseMemory(value) }),
  time: (value) => ({ walltimeSeconds: Number(value) * 60 }),
  array: (value) => ({ array: value }),
  "job-name": (value) => ({ jobName: value }),
  exclusive: () => ({ exclusive: true }),
};

const language = {
  marks: ["#MARK"],
  readDirective(words: string): DirectiveMeaning | null {
    const [name = "", value = ""] = words.replace(/^--/, "").split("=");
    return meanings[name]?.(value) ?? null;
  },
};

const script = ["#!/bin/bash", "#MARK --nodes=2", "#MARK --mem=4G", "#MARK --nodes=3", "#MARK --time=90", "#MARK --exclusive", "#MARK --odd=1", "#MARK --array=0-9", "#MARK --job-name=relax", "date", "#MARK --mem=8G"].join("\n");

describe("scriptAsks", () => {
  it("says each field as the form would, with its line; a later directive wins", () => {
    expect(scriptAsks(language, script).fields).toEqual({
      nodes: { words: "3", line: 4 },
      memoryPerNode: { words: "4G", line: 3 },
      walltime: { words: "1h30m", line: 5 },
      exclusive: { words: "yes", line: 6 },
    });
  });

  it("keeps apart what the form has no field for, and what comes too late", () => {
    const asks = scriptAsks(language, script);
    expect(asks.array).toEqual({ words: "0-9", line: 8 });
    expect(asks.jobName).toEqual({ words: "relax", line: 9 });
    expect(asks.other.map(({ words }) => words)).toEqual(["--odd=1"]);
    expect(asks.late.map(({ line }) => line)).toEqual([11]);
  });

  it("asks nothing on a plain host", () => {
    expect(scriptAsks(null, script).fields).toEqual({});
  });
});

describe("directiveNotices", () => {
  const asks = scriptAsks(language, script);
  const form = { usesBatch: true, hasTasks: false, hasName: false };

  it("points out what comes too late, and offers what the form can take over", () => {
    const notices = directiveNotices("slurm", "#MARK", asks, form);
    expect(notices.map(({ text }) => text)).toEqual([
      "Line 11 (--mem=8G) comes after the first command, where Slurm reads it as a comment: move it up.",
      "Line 8 asks for the tasks 0-9, which the form makes in its place.",
      "Line 9 names it “relax”.",
      "Line 7 (--odd=1) goes along to Slurm unchanged.",
    ]);
    expect(notices.flatMap(({ take }) => (take ? [take.kind] : []))).toEqual(["tasks", "name"]);
  });

  it("offers nothing that the form has already", () => {
    expect(directiveNotices("slurm", "#MARK", asks, { ...form, hasTasks: true, hasName: true })).toHaveLength(2);
  });

  it("says that directives are comments where the host itself starts the job", () => {
    expect(directiveNotices("slurm", "#MARK", asks, { ...form, usesBatch: false }).map(({ text }) => text)).toEqual(["Its #MARK lines are mere comments here, since the job starts on the host itself."]);
    expect(directiveNotices("slurm", "#MARK", scriptAsks(language, "date"), { ...form, usesBatch: false })).toEqual([]);
  });
});
