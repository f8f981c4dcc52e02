import type { BatchScheduler, DirectiveMeaning } from "./batch-scheduler";

export interface DirectiveLine {
  /** From 1. */
  line: number;
  /** Without the mark. */
  words: string;
  /** null: not one of `Resources`'; it is kept as it is. */
  meaning: DirectiveMeaning | null;
}

export interface ScriptDirectives {
  found: DirectiveLine[];
  /** Directives after the first command: the scheduler reads them as comments. */
  late: DirectiveLine[];
}

type Language = Pick<BatchScheduler, "marks" | "readDirective">;

/** The scheduler's directives in a person's own script. As every batch system does, those after the first command do not count. */
export function readDirectives({ marks, readDirective }: Language, script: string): ScriptDirectives {
  const found: DirectiveLine[] = [];
  const late: DirectiveLine[] = [];
  let isHead = true;
  for (const [index, text] of script.split(/\r?\n/).entries()) {
    const mark = marks.find((each) => text.startsWith(each) && /^(\s|$)/.test(text.slice(each.length)));
    if (mark !== undefined) {
      const words = withoutComment(text.slice(mark.length)).trim();
      if (words !== "") (isHead ? found : late).push({ line: index + 1, words, meaning: readDirective(words) });
    } else if (text.trim() !== "" && !text.startsWith("#")) {
      isHead = false;
    }
  }
  return { found, late };
}

/** ` # …` after a directive is a remark, as Slurm reads it. */
function withoutComment(words: string): string {
  return words.replace(/\s+#.*$/, "");
}
