import { directiveWords } from "../directive-words";

export interface Option {
  /** `-l`. */
  name: string;
  value: string;
}

/** Splits a directive of qsub(1B) into options with values, attached or apart: `-lwalltime=1:00 -q long`. null when it is not of that form. */
export function readOptions(words: string): Option[] | null {
  const list = directiveWords(words);
  const options: Option[] = [];
  for (let at = 0; at < list.length; at += 1) {
    const match = /^(-[A-Za-z])(.*)$/.exec(list[at] ?? "");
    if (!match) return null;
    const [, name = "", attached = ""] = match;
    const value = attached !== "" ? attached : list[++at];
    if (value === undefined) return null;
    options.push({ name, value });
  }
  return options;
}

/** Resources of `-l`, in order: `select=2:ncpus=4,walltime=1:00:00`. */
export function readList(value: string): [name: string, value: string][] {
  return value.split(",").map((part) => {
    const at = part.indexOf("=");
    return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
  });
}
