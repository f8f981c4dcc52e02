"use client";

import { useEffect, useRef, useState } from "react";
import { plainText } from "@/lib/format/ansi";
import type { LogLine } from "@/lib/format/log-buffer";

const pauseMs = 4_000;

/** Says new lines to a screen reader, a few at a time, so that a fast log does not drown all else. */
export function JobLogReader({ lines }: { lines: readonly LogLine[] }) {
  const [words, setWords] = useState("");
  const latest = useRef(lines);
  const said = useRef(lines.at(-1)?.id ?? -1);

  useEffect(() => {
    latest.current = lines;
  }, [lines]);

  useEffect(() => {
    const timer = setInterval(() => {
      const fresh = latest.current.filter((line) => line.id > said.current);
      if (fresh.length === 0) return;
      said.current = fresh.at(-1)?.id ?? said.current;
      const spoken = fresh.slice(-3).map((line) => plainText(line.text).slice(0, 200));
      const more = fresh.length - spoken.length;
      setWords((more > 0 ? `${more} lines, then: ` : "") + spoken.join(". "));
    }, pauseMs);
    return () => clearInterval(timer);
  }, []);

  return (
    <div aria-live="polite" className="sr-only">
      {words}
    </div>
  );
}
