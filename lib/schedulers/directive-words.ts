/** Splits a directive as a shell would split its words: blanks part them, quotation marks and backslashes keep blanks. */
export function directiveWords(line: string): string[] {
  const words: string[] = [];
  const piece = /\s*((?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])+)/gy;
  for (let match = piece.exec(line); match; match = piece.exec(line)) words.push(unquoted(match[1] ?? ""));
  return words;
}

function unquoted(word: string): string {
  return word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g, (_whole, double?: string, single?: string, escaped?: string) => {
    if (double !== undefined) return double.replace(/\\(["\\$`])/g, "$1");
    return single ?? escaped ?? "";
  });
}
