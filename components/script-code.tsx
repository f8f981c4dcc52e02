"use client";

import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { python } from "@codemirror/lang-python";
import { julia } from "@codemirror/legacy-modes/mode/julia";
import { perl } from "@codemirror/legacy-modes/mode/perl";
import { r } from "@codemirror/legacy-modes/mode/r";
import { shell } from "@codemirror/legacy-modes/mode/shell";
import { EditorView } from "@codemirror/view";
import type { Extension } from "@codemirror/state";
import { tags } from "@lezer/highlight";
import CodeMirror from "@uiw/react-codemirror";
import { useMemo } from "react";
import type { languageOf } from "./script-notices";

export interface ScriptCodeProps {
  id: string;
  labelledBy: string;
  describedBy: string | undefined;
  invalid: boolean;
  value: string;
  onChange: (value: string) => void;
  language: ReturnType<typeof languageOf>;
  placeholder: string;
  focused: boolean;
}

const languages: Record<ScriptCodeProps["language"], () => Extension> = {
  python: () => python(),
  shell: () => StreamLanguage.define(shell),
  r: () => StreamLanguage.define(r),
  julia: () => StreamLanguage.define(julia),
  perl: () => StreamLanguage.define(perl),
  plain: () => [],
};

const theme = EditorView.theme({
  "&": { backgroundColor: "transparent", color: "var(--ink)", fontSize: "0.8125rem" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px", borderRadius: "8px" },
  ".cm-scroller": { fontFamily: "var(--font-mono, ui-monospace, monospace)", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--accent)", padding: "10px 0" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--ink-faint)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--accent) 7%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 26%, transparent)",
  },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--accent) 14%, transparent)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)", outline: "1px solid var(--accent)" },
  ".cm-placeholder": { color: "var(--ink-faint)", whiteSpace: "pre-line" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--ink)" },
  "@media (max-width: 640px)": { "&": { fontSize: "16px" } },
});

const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword, tags.definitionKeyword, tags.moduleKeyword], color: "var(--accent)", fontWeight: "600" },
    { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--good)" },
    { tag: [tags.comment, tags.meta], color: "var(--ink-faint)", fontStyle: "italic" },
    { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--warn)" },
    { tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName)), tags.className, tags.standard(tags.variableName)], color: "var(--info)" },
    { tag: [tags.definition(tags.variableName), tags.variableName, tags.propertyName], color: "var(--ink)" },
    { tag: tags.invalid, color: "var(--bad)" },
  ]),
);

export function ScriptCode({ id, labelledBy, describedBy, invalid, value, onChange, language, placeholder, focused }: ScriptCodeProps) {
  const extensions = useMemo(
    () => [
      languages[language](),
      colours,
      EditorView.contentAttributes.of({
        id,
        role: "textbox",
        tabindex: "0",
        "aria-multiline": "true",
        "aria-labelledby": labelledBy,
        ...(describedBy ? { "aria-describedby": describedBy } : {}),
        ...(invalid ? { "aria-invalid": "true" } : {}),
      }),
    ],
    [id, labelledBy, describedBy, invalid, language],
  );

  return (
    <CodeMirror
      value={value}
      onChange={onChange}
      theme={theme}
      extensions={extensions}
      placeholder={placeholder}
      autoFocus={focused}
      minHeight="21rem"
      maxHeight="60vh"
      basicSetup={{ foldGutter: false, autocompletion: false, syntaxHighlighting: false }}
    />
  );
}
