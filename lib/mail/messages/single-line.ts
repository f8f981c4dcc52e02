/** Text for a header: no line ends, no control or direction-changing characters, at most `length` characters. */
export function singleLine(text: string, length = 150): string {
  const flat = text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replaceAll(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  const characters = Array.from(flat);
  return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : flat;
}
