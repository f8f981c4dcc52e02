import { StreamLanguage, type Language } from "@codemirror/language";
import { pythonLanguage } from "@codemirror/lang-python";
import { julia } from "@codemirror/legacy-modes/mode/julia";
import { perl } from "@codemirror/legacy-modes/mode/perl";
import { r } from "@codemirror/legacy-modes/mode/r";
import { shell } from "@codemirror/legacy-modes/mode/shell";
import { tagHighlighter, tags } from "@lezer/highlight";
import type { languageOf } from "./script-notices";

export const scriptLanguages: Record<ReturnType<typeof languageOf>, () => Language | null> = {
  python: () => pythonLanguage,
  shell: () => StreamLanguage.define(shell),
  r: () => StreamLanguage.define(r),
  julia: () => StreamLanguage.define(julia),
  perl: () => StreamLanguage.define(perl),
  plain: () => null,
};

/** The looks of code, where it is written and where it is read. */
export const scriptLooks = tagHighlighter([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword, tags.definitionKeyword, tags.moduleKeyword], class: "font-semibold text-accent" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], class: "text-good" },
  { tag: [tags.comment, tags.meta], class: "text-ink-faint italic" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], class: "text-warn" },
  { tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName)), tags.className, tags.standard(tags.variableName)], class: "text-info" },
  { tag: tags.invalid, class: "text-bad" },
]);
