import { highlightCode } from "@lezer/highlight";
import { Fragment, type ReactNode } from "react";
import { scriptLanguages, scriptLooks } from "./script-languages";
import { languageOf } from "./script-notices";

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
  const parser = text.length > colourLimit ? null : scriptLanguages[languageOf(name, text)]()?.parser;
  if (!parser) return text.split("\n");

  const lines: ReactNode[][] = [[]];
  highlightCode(
    text,
    parser.parse(text),
    scriptLooks,
    (piece, look) => {
      const line = lines.at(-1);
      line?.push(look ? <span key={line.length} className={look}>{piece}</span> : <Fragment key={line.length}>{piece}</Fragment>);
    },
    () => lines.push([]),
  );
  return lines;
}
