import { directiveWords } from "./directive-words";
import { quoteAll } from "./quote";

/**
 * A directive's words without the options that Sqmpy itself decides. `ours` gives how many words follow each; with `attached`, an
 * option of one letter may have its value attached (`-Nname`).
 */
export function dropOptions(words: string, ours: Readonly<Record<string, 0 | 1>>, { attached = true } = {}): string {
  const list = directiveWords(words);
  const kept: string[] = [];
  for (let at = 0; at < list.length; at += 1) {
    const word = list[at] ?? "";
    if (word in ours) at += ours[word] ?? 0;
    else if (!attached || !hasAttached(word, ours)) kept.push(word);
  }
  return kept.length === list.length ? words.replace(/[\r\n]+/g, " ") : quoteAll(kept);
}

function hasAttached(word: string, ours: Readonly<Record<string, 0 | 1>>): boolean {
  return /^-[A-Za-z]./.test(word) && ours[word.slice(0, 2)] === 1;
}
