"use client";

import { useEffect, useRef, useState, type ComponentType } from "react";
import type { ScriptCodeProps } from "./script-code";
import { classes } from "./ui/classes";

interface ScriptEditorProps extends Omit<ScriptCodeProps, "focused"> {
  /** Given a function that focuses the editor, whichever it is. */
  focusRef: (focus: (() => void) | null) => void;
}

/** An editor with highlighting, loaded after the page; until then, and where it cannot be loaded, a plain text area. */
export function ScriptEditor({ focusRef, ...props }: ScriptEditorProps) {
  const [Code, setCode] = useState<ComponentType<ScriptCodeProps> | null>(null);
  const [wasFocused, setWasFocused] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const frame = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let here = true;
    import("./script-code").then(
      (module) => {
        if (!here) return;
        setWasFocused(document.activeElement === area.current);
        setCode(() => module.ScriptCode);
      },
      (error: unknown) => console.warn("The editor could not be loaded; the plain text area stays.", error),
    );
    return () => {
      here = false;
    };
  }, []);

  useEffect(() => {
    focusRef(() => frame.current?.querySelector<HTMLElement>(".cm-content, textarea")?.focus());
    return () => focusRef(null);
  }, [focusRef]);

  return (
    <div ref={frame} className={classes("overflow-clip rounded-lg border bg-sunken focus-within:border-accent", props.invalid ? "border-bad" : "border-line-strong")}>
      {Code ? (
        <Code {...props} focused={wasFocused} />
      ) : (
        <textarea
          ref={area}
          id={props.id}
          aria-labelledby={props.labelledBy}
          aria-describedby={props.describedBy}
          aria-invalid={props.invalid || undefined}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
          placeholder={props.placeholder}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
          className="block h-[21rem] w-full resize-y bg-transparent px-3 py-2.5 font-mono text-base leading-normal outline-none sm:text-[0.8125rem]"
        />
      )}
    </div>
  );
}
