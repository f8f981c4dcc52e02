import { StreamLanguage } from "@codemirror/language";
import { pythonLanguage } from "@codemirror/lang-python";
import { julia } from "@codemirror/legacy-modes/mode/julia";
import { perl } from "@codemirror/legacy-modes/mode/perl";
import { r } from "@codemirror/legacy-modes/mode/r";
import { shell } from "@codemirror/legacy-modes/mode/shell";
import { highlightCode, tagHighlighter, tags, type Highlighter } from "@lezer/highlight";
import type { Parser } from "@lezer/common";
import { Fragment, type ReactNode } from "react";
import { languageOf } from "./script-notices";

const parsers: Record<ReturnType<typeof languageOf>, () => Parser | null> = {
  python: () => pythonLanguage.parser,
  shell: () => StreamLanguage.define(shell).parser,
  r: () => StreamLanguage.define(r).parser,
  julia: () => StreamLanguage.define(julia).parser,
  perl: () => StreamLanguage.define(perl).parser,
  plain: () => null,
};

const looks: Highlighter = tagHighlighter([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword, tags.definitionKeyword, tags.moduleKeyword], class: "font-semibold text-accent" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], class: "text-good" },
  { tag: [tags.comment, tags.meta], class: "text-ink-faint italic" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], class: "text-warn" },
  { tag: [tags.function(tags.variableName), tags.className, tags.standard(tags.variableName)], class: "text-info" },
]);

/** Characters from which on colours are left out, so that a page stays quick. */
const colourLimit = 200_000;

/** Code to read, with line numbers; colours by the file's name or its first line. Made on the server: no script is sent. */
export function CodeView({ name, text }: { name: string; text: string }) {
  const lines = highlight(name, text.endsWith("\n") ? text.slice(0, -1) : text);
  const width = String(lines.length).length;

  return (
    <pre tabIndex={0} role="region" aria-label={name} className="max-h-[70dvh] overflow-auto bg-sunken py-3 font-mono text-[0.8125rem] leading-5 text-ink outline-offset-[-2px]">
      <code className="block w-max min-w-full">
        {lines.map((line, index) => (
          <span key={index} className="flex">
            <span aria-hidden style={{ width: `${width + 3}ch` }} className="sticky left-0 shrink-0 bg-sunken pr-[2ch] text-right text-ink-faint select-none">
              {index + 1}
            </span>
            <span className="pr-4 whitespace-pre">{line}{"\n"}</span>
          </span>
        ))}
      </code>
    </pre>
  );
}

function highlight(name: string, text: string): ReactNode[] {
  const parser = text.length > colourLimit ? null : parsers[languageOf(name, text)]();
  if (!parser) return text.split("\n");

  const lines: ReactNode[][] = [[]];
  highlightCode(
    text,
    parser.parse(text),
    looks,
    (piece, look) => {
      const line = lines.at(-1);
      line?.push(look ? <span key={line.length} className={look}>{piece}</span> : <Fragment key={line.length}>{piece}</Fragment>);
    },
    () => lines.push([]),
  );
  return lines;
}
