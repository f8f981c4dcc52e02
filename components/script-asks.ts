import { noResources, type Resources } from "@/lib/domain/resources";
import { resourcesSpecOf } from "@/lib/domain/resources-form";
import { writeWalltime } from "@/lib/domain/walltime";
import type { BatchScheduler, DirectiveMeaning } from "@/lib/schedulers/batch-scheduler";
import { readDirectives, type DirectiveLine } from "@/lib/schedulers/read-directives";

/** What one of the script's own directives asks, as the form would say it. */
export interface Asked {
  words: string;
  /** From 1. */
  line: number;
}

export type AskedField = keyof Resources | "walltime";

export interface ScriptAsks {
  fields: Partial<Record<AskedField, Asked>>;
  /** `--array`: the form's own tasks stand in its place. */
  array: Asked | null;
  jobName: Asked | null;
  /** Directives that the form has no field for; they go along as they are. */
  other: readonly DirectiveLine[];
  /** After the first command, where they do not count. */
  late: readonly DirectiveLine[];
}

export const asksNothingYet: ScriptAsks = { fields: {}, array: null, jobName: null, other: [], late: [] };

/** What a person's own script asks of the batch system, field by field; a later directive wins. */
export function scriptAsks(language: Pick<BatchScheduler, "marks" | "readDirective"> | null, script: string): ScriptAsks {
  if (!language) return asksNothingYet;
  const { found, late } = readDirectives(language, script);
  const fields: ScriptAsks["fields"] = {};
  let array: Asked | null = null;
  let jobName: Asked | null = null;
  for (const { line, meaning } of found) {
    if (!meaning) continue;
    for (const [field, words] of wordsOf(meaning)) fields[field] = { words, line };
    if (meaning.array !== undefined) array = { words: meaning.array, line };
    if (meaning.jobName !== undefined) jobName = { words: meaning.jobName, line };
  }
  return { fields, array, jobName, other: found.filter(({ meaning }) => meaning === null), late };
}

function wordsOf({ walltimeSeconds, array: _array, jobName: _name, ...asked }: DirectiveMeaning): [AskedField, string][] {
  const spec = resourcesSpecOf({ ...noResources, ...asked });
  const words = Object.keys(asked).map((field): [AskedField, string] => {
    const value = spec[field as keyof Resources];
    return [field as keyof Resources, typeof value === "boolean" ? (value ? "yes" : "no") : value];
  });
  return typeof walltimeSeconds === "number" ? [...words, ["walltime", writeWalltime(walltimeSeconds)]] : words;
}
