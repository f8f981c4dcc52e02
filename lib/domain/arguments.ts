export type ParsedArguments = { ok: true; arguments: string[] } | { ok: false; problem: string };

/**
 * Splits a line into arguments the way a POSIX shell splits words, with '…', "…" and backslash, and without
 * expanding anything: `$HOME`, `*` and `;` stay as they are and reach the script as typed.
 */
export function parseArguments(line: string): ParsedArguments {
  const words: string[] = [];
  let word: string | null = null;
  let quote: "'" | '"' | null = null;

  for (let index = 0; index < line.length; index++) {
    const character = line.charAt(index);
    if (quote === "'") {
      if (character === "'") quote = null;
      else word += character;
    } else if (quote === '"') {
      if (character === '"') quote = null;
      else if (character === "\\" && '"\\$`'.includes(line.charAt(index + 1)) && index + 1 < line.length) word += line.charAt(++index);
      else word += character;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= "";
    } else if (character === "\\") {
      if (index + 1 >= line.length) return { ok: false, problem: "The line ends in a backslash: remove it, or write two." };
      word = (word ?? "") + line.charAt(++index);
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? "") + character;
    }
  }

  if (quote) return { ok: false, problem: `A quote (${quote}) is opened and never closed: close it.` };
  if (word !== null) words.push(word);
  return { ok: true, arguments: words };
}

/** The reverse of `parseArguments`, for showing and editing again. */
export function formatArguments(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}
