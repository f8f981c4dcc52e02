"use client";

import { syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import CodeMirror from "@uiw/react-codemirror";
import { useMemo } from "react";
import { scriptLanguages, scriptLooks } from "./script-languages";
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

export function ScriptCode({ id, labelledBy, describedBy, invalid, value, onChange, language, placeholder, focused }: ScriptCodeProps) {
  const extensions = useMemo(
    () => [
      scriptLanguages[language]() ?? [],
      syntaxHighlighting(scriptLooks),
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
