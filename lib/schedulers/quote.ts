/** Quotes one argument for a POSIX shell. Every remote argument passes here, and nowhere else. */
export function quote(argument: string): string {
  if (argument.includes("\0")) throw new TypeError("A shell argument cannot hold NUL.");
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** Quotes each argument and joins them with blanks. */
export function quoteAll(words: readonly string[]): string {
  return words.map(quote).join(" ");
}
