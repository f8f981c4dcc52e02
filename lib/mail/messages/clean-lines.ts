import { stripVTControlCharacters } from "node:util";

const eraseLine = "\uFFFE";

/**
 * The last lines of a script's output as they would stand on a terminal: colours taken off, `\r` and backspace carried out,
 * blank lines at the end left out, long lines cut at `width` characters.
 */
export function cleanLines(raw: string, { lines, width }: { lines: number; width: number }): string[] {
  const shown = raw.split("\n").map(showLine);
  while (shown.at(-1) === "") shown.pop();
  return shown.slice(-lines).map((line) => cutLine(line, width));
}

function showLine(raw: string): string {
  const marked = raw.replaceAll(/\x1b\[[0-2]?K/g, eraseLine).replace(/\r+$/, "");
  const overwritten = stripVTControlCharacters(marked).split("\r").reduce(overwrite, "");
  return overwritten.replaceAll("\t", "    ").replaceAll(/\p{Cc}/gu, "").trimEnd();
}

function overwrite(line: string, next: string): string {
  const text = applyBackspaces(next.replaceAll(eraseLine, ""));
  return next.includes(eraseLine) ? text : text + line.slice(text.length);
}

function applyBackspaces(text: string): string {
  if (!text.includes("\b")) return text;
  const kept: string[] = [];
  for (const character of text) {
    if (character === "\b") kept.pop();
    else kept.push(character);
  }
  return kept.join("");
}

function cutLine(line: string, width: number): string {
  const characters = Array.from(line);
  return characters.length > width ? `${characters.slice(0, width).join("")}…` : line;
}
