import { chooseInterpreter, readShebang } from "@/lib/domain/script";
import type { HostOption } from "./job-form-start";

export interface ScriptNotice {
  tone: "info" | "warn";
  text: string;
  /** A better file name, offered as one click. */
  rename?: string;
  /** Something of the script that the form can take over, offered as one click. */
  take?: { kind: "tasks" | "name"; value: string; label: string };
}

/** What is worth knowing about a script before it is sent; the interpreter and why it was chosen comes first. */
export function scriptNotices(script: { name: string; text: string; interpreter: string }, host: HostOption | undefined): ScriptNotice[] {
  if (script.text.trim() === "") return [];
  const notices: ScriptNotice[] = [];
  const choice = chooseInterpreter(script.name, script.text, script.interpreter);

  if (!choice.ok) {
    notices.push({ tone: "warn", text: choice.problem, ...(looksLikePython(script.text) ? { rename: withSuffix(script.name, "py") } : {}) });
    return notices;
  }

  const program = choice.interpreter.join(" ");
  const why = {
    form: "as you chose below",
    shebang: "from its first line",
    suffix: `by its name, since the first line does not begin with #!`,
  }[choice.from];
  notices.push({ tone: "info", text: `Runs with ${program}, ${why}.` });

  if (choice.from === "suffix" && !program.startsWith("python") && looksLikePython(script.text)) {
    notices.push({ tone: "warn", text: `This looks like Python, but ${program} would run it.`, rename: withSuffix(script.name, "py") });
  }
  const missing = missingProgram(choice.interpreter, host);
  if (missing) notices.push({ tone: "warn", text: `No ${missing} was found on ${host?.name} when it was tested. A module or conda environment may bring it.` });
  return notices;
}

/** The language to highlight. */
export function languageOf(name: string, text: string): "python" | "shell" | "r" | "julia" | "perl" | "plain" {
  const words = readShebang(text)?.map((word) => word.split("/").at(-1) ?? word) ?? [];
  const program = words.find((word) => word !== "env" && !word.startsWith("-")) ?? "";
  const suffix = /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";

  if (/^(python|pypy)/.test(program)) return "python";
  if (/^(ba|da|z|k)?sh$/.test(program)) return "shell";
  if (/^Rscript$|^R$/.test(program)) return "r";
  if (/^julia/.test(program)) return "julia";
  if (/^perl/.test(program)) return "perl";
  const bySuffix = { py: "python", sh: "shell", bash: "shell", zsh: "shell", r: "r", jl: "julia", pl: "perl" } as const;
  return Object.hasOwn(bySuffix, suffix) ? bySuffix[suffix as keyof typeof bySuffix] : "plain";
}

function looksLikePython(text: string): boolean {
  return /^(import \w+|from [\w.]+ import |def \w+\(.*\):|if __name__ ==|print\(|class \w+.*:$)/m.test(text) && !text.startsWith("#!");
}

function withSuffix(name: string, suffix: string): string {
  return `${name.replace(/\.[A-Za-z0-9]+$/, "") || "job"}.${suffix}`;
}

function missingProgram(interpreter: readonly string[], host: HostOption | undefined): string | null {
  if (!host?.programs) return null;
  const words = interpreter.map((word) => word.split("/").at(-1) ?? word);
  for (const program of ["python3", "bash"] as const) {
    if (words.includes(program) && host.programs[program] === null) return program;
  }
  return null;
}
