import { dropNonColours, plainText, styleAfter } from "./ansi";

const lineLimit = 10_000;
const colourCode = /^\u001b\[[\d;:]*m/;
const unfinishedCode = /\u001b(?:\[[0-?]*[ -/]*|\][^\u0007\u001b]*)?$/;

/**
 * One line as a terminal would show it: a carriage return goes back to its beginning and what follows overwrites
 * it, as progress bars do. At most 10,000 characters are kept; `cut` counts the others.
 */
export class TerminalLine {
  #before = "";
  #after = "";
  #waiting = "";
  cut = 0;

  /** `text` holds no line feed. */
  write(text: string): void {
    const whole = this.#waiting + text;
    this.#waiting = whole.includes("\u001b") ? (unfinishedCode.exec(whole.slice(-200))?.[0] ?? "") : "";
    const usable = this.#waiting === "" ? whole : whole.slice(0, -this.#waiting.length);
    for (const [part] of usable.matchAll(/\r+|\u0008+|\u001b\[[0-2]?K|(?:(?!\u001b\[[0-2]?K)[^\r\u0008])+/g)) {
      if (part.startsWith("\r")) this.#goBack();
      else if (part.startsWith("\u0008")) for (const _ of part) this.#stepBack();
      else if (part === "\u001b[2K" || part === "\u001b[1K") this.#clear(part === "\u001b[2K");
      else if (part.endsWith("K") && part.startsWith("\u001b[")) this.#after = "";
      else this.#put(dropNonColours(part));
    }
  }

  text(): string {
    if (this.#after === "") return this.#before;
    return this.#before + (this.#before.includes("\u001b") ? "\u001b[0m" : "") + this.#after;
  }

  #put(text: string): void {
    this.#after = this.#after === "" ? "" : dropVisible(this.#after, plainText(text).length);
    const room = Math.max(0, lineLimit - this.#before.length);
    const kept = text.length <= room ? text : text.slice(0, wholeCharacters(text, room));
    this.#before += kept;
    this.cut += text.length - kept.length;
  }

  #goBack(): void {
    this.#after = this.text();
    this.#before = "";
    this.cut = 0;
  }

  #stepBack(): void {
    const last = this.#before.at(-1);
    if (last === undefined || /\u001b\[[\d;:]*m$/.test(this.#before)) return;
    this.#before = this.#before.slice(0, -1);
    this.#after = last + this.#after;
  }

  #clear(whole: boolean): void {
    this.#before = "";
    if (whole) this.#after = "";
  }
}

function wholeCharacters(text: string, length: number): number {
  const code = text.charCodeAt(length - 1);
  return code >= 0xd800 && code <= 0xdbff ? length - 1 : length;
}

/** Drops characters at the beginning; colour codes among them stay. */
function dropVisible(text: string, count: number): string {
  let codes = "";
  let rest = text;
  let left = count;
  while (rest !== "") {
    const code = colourCode.exec(rest)?.[0];
    if (code) {
      codes += code;
      rest = rest.slice(code.length);
    } else if (left === 0) {
      break;
    } else {
      const next = rest.indexOf("\u001b", 1);
      const step = Math.min(left, next === -1 ? rest.length : next);
      rest = rest.slice(step);
      left -= step;
    }
  }
  return plainText(rest) === "" ? "" : styleAfter("", codes) + rest;
}
