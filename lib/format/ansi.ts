import Anser from "anser";

export interface StyledRun {
  text: string;
  /** `red`, `bright-blue`, …, or `r, g, b`; null for the default. */
  foreground: string | null;
  background: string | null;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
  strikethrough: boolean;
  hidden: boolean;
}

const escape = "\u001b";
const colourCode = /\u001b\[([\d;:]*)m/g;
/** CSI other than colours, OSC up to BEL or ST, and two-character sequences (ECMA-48, 5.4 and 8.3). */
const otherCode = /\u001b(?:\[[0-?]*[ -/]*(?!m)[@-~]|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]+[0-~]|[0-Z\\^_`-~])/g;
const control = /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f]/g;

/** Takes off all that moves a cursor or sets a title; colours and text stay. */
export function dropNonColours(text: string): string {
  return (text.includes(escape) ? text.replace(otherCode, "") : text).replace(control, "");
}

/** The text as it is read, without any code. */
export function plainText(text: string): string {
  return text.includes(escape) ? text.replace(colourCode, "").replaceAll(escape, "") : text;
}

/** The codes in force after `text`, when `style` was in force before. */
export function styleAfter(style: string, text: string): string {
  if (!text.includes(escape)) return style;
  const codes = style === "" ? [] : style.split(/(?=\u001b)/);
  for (const [code, numbers = ""] of text.matchAll(colourCode)) {
    const reset = /^0*(?:;|$)/.exec(numbers);
    if (reset) codes.length = 0;
    const rest = reset ? numbers.slice(reset[0].length) : numbers;
    if (rest !== "") codes.push(reset ? `${escape}[${rest}m` : code);
    if (codes.length > 16) codes.shift();
  }
  return codes.join("");
}

/** A line's runs of one style each; `style` is what earlier lines left in force. */
export function styledRuns(text: string, style = ""): StyledRun[] {
  if (!text.includes(escape) && style === "") return [run(text, null)];

  const [first = "", ...pieces] = (style + text).split(`${escape}[`);
  const anser = new Anser();
  const runs = [run(first.replaceAll(escape, ""), null)];
  for (const piece of pieces) {
    const entry = anser.processChunkJson(piece.replace(/^[\d;:]*/, (codes) => codes.replaceAll(":", ";")), { use_classes: true, json: true }, true);
    runs.push(run(entry.content.replaceAll(escape, ""), entry));
  }
  return runs.filter(({ text: shown }) => shown !== "");
}

function run(text: string, entry: Anser.AnserJsonEntry | null): StyledRun {
  const has = (decoration: Anser.DecorationName) => entry?.decorations.includes(decoration) ?? false;
  const foreground = entry && colourOf(entry.fg, entry.fg_truecolor);
  const background = entry && colourOf(entry.bg, entry.bg_truecolor);
  const reversed = has("reverse");
  return {
    text,
    foreground: reversed ? (background ?? "ground") : foreground,
    background: reversed ? (foreground ?? "ink") : background,
    bold: has("bold"),
    dim: has("dim"),
    italic: has("italic"),
    underline: has("underline"),
    strikethrough: has("strikethrough"),
    hidden: has("hidden"),
  };
}

function colourOf(name: string | null, trueColour: string | null): string | null {
  if (!name) return null;
  if (name === "ansi-truecolor") return trueColour;
  const index = /^ansi-palette-(\d+)$/.exec(name)?.[1];
  return index === undefined ? name.slice("ansi-".length) : paletteColour(Number(index));
}

/** xterm's colours 16–231 (a 6×6×6 cube) and 232–255 (greys). */
function paletteColour(index: number): string {
  if (index >= 232) return Array<number>(3).fill(8 + (index - 232) * 10).join(", ");
  const level = (step: number) => [0, 95, 135, 175, 215, 255][step % 6] ?? 0;
  const cube = index - 16;
  return [level(Math.floor(cube / 36)), level(Math.floor(cube / 6)), level(cube)].join(", ");
}

/** Cuts runs at the edges of the ranges, and marks the pieces inside one with its index. */
export function markRanges(runs: readonly StyledRun[], ranges: readonly { start: number; end: number }[]): (StyledRun & { range: number | null })[] {
  const pieces: (StyledRun & { range: number | null })[] = [];
  let at = 0;
  for (const each of runs) {
    const end = at + each.text.length;
    const edges = new Set([at, end]);
    for (const range of ranges) {
      if (range.start > at && range.start < end) edges.add(range.start);
      if (range.end > at && range.end < end) edges.add(range.end);
    }
    const sorted = [...edges].sort((a, b) => a - b);
    for (let index = 0; index + 1 < sorted.length; index++) {
      const from = sorted[index] ?? 0;
      const to = sorted[index + 1] ?? 0;
      const inside = ranges.findIndex((range) => from >= range.start && to <= range.end);
      pieces.push({ ...each, text: each.text.slice(from - at, to - at), range: inside === -1 ? null : inside });
    }
    at = end;
  }
  return pieces;
}
