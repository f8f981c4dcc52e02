import { schedulerNames, type BatchKind } from "@/lib/domain/scheduler-kind";
import type { ScriptAsks } from "./script-asks";
import type { ScriptNotice } from "./script-notices";

interface Form {
  /** False where the job starts on the host itself. */
  usesBatch: boolean;
  hasTasks: boolean;
  hasName: boolean;
}

/** What is worth knowing about the batch system's directives in a script. */
export function directiveNotices(kind: BatchKind, mark: string, asks: ScriptAsks, form: Form): ScriptNotice[] {
  const scheduler = schedulerNames[kind];
  const hasAny = Object.keys(asks.fields).length > 0 || asks.array !== null || asks.other.length > 0;
  if (!form.usesBatch) return hasAny ? [{ tone: "info", text: `Its ${mark} lines are mere comments here, since the job starts on the host itself.` }] : [];

  const notices: ScriptNotice[] = [];
  if (asks.late.length > 0) {
    const lines = asks.late.map(({ line, words }) => `${line} (${words})`).join(", ");
    const [subject, pronoun] = asks.late.length === 1 ? [`Line ${lines} comes`, "it"] : [`Lines ${lines} come`, "them"];
    notices.push({ tone: "warn", text: `${subject} after the first command, where ${scheduler} reads ${pronoun} as a comment: move ${pronoun} up.` });
  }
  if (asks.array && !form.hasTasks) {
    const { words, line } = asks.array;
    notices.push({ tone: "warn", text: `Line ${line} asks for the tasks ${words}, which the form makes in its place.`, take: { kind: "tasks", value: words, label: "Make these tasks" } });
  }
  if (asks.jobName && !form.hasName) {
    const { words, line } = asks.jobName;
    notices.push({ tone: "info", text: `Line ${line} names it “${words}”.`, take: { kind: "name", value: words, label: "Take this name" } });
  }
  if (asks.other.length > 0) {
    const lines = asks.other.map(({ line, words }) => `${line} (${words})`).join(", ");
    notices.push({ tone: "info", text: `${asks.other.length === 1 ? `Line ${lines} goes` : `Lines ${lines} go`} along to ${scheduler} unchanged.` });
  }
  return notices;
}
