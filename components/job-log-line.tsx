"use client";

import { memo } from "react";
import { formatBytes } from "@/lib/format/bytes";
import { markRanges, styledRuns } from "@/lib/format/ansi";
import type { LogLine, LogMatch } from "@/lib/format/log-buffer";
import colours from "./log-colours.module.css";
import { logRunStyle } from "./log-run-style";
import { classes } from "./ui/classes";

interface JobLogLineProps {
  line: LogLine;
  matches: readonly LogMatch[] | undefined;
  /** The match that the search stands at. */
  current: LogMatch | null;
  isMarked: boolean;
  wrap: boolean;
  /** Characters that the numbers need. */
  gutter: number;
}

export const JobLogLine = memo(function JobLogLine({ line, matches, current, isMarked, wrap, gutter }: JobLogLineProps) {
  const pieces = markRanges(styledRuns(line.text, line.style), matches ?? []);

  return (
    <>
      {line.skipped > 0 && (
        <div className="sticky left-0 flex h-8 w-fit items-center border-l-2 border-warn bg-warn-soft px-3 font-sans text-xs text-warn">
          {formatBytes(line.skipped)} left out: the log grows faster than a page can show. Search and download have all of it.
        </div>
      )}
      <div className={classes("flex min-h-5", isMarked && "bg-accent-soft")}>
        <span
          aria-hidden
          style={{ width: `${gutter + 2}ch` }}
          className="sticky left-0 z-10 shrink-0 border-r border-line bg-sunken pr-[1ch] text-right text-ink-faint select-none"
        >
          {line.number ?? line.offset}
        </span>
        <span className={classes("pr-4 pl-3", wrap ? "min-w-0 flex-1 wrap-anywhere whitespace-pre-wrap" : "whitespace-pre")}>
          {pieces.map((piece, index) => {
            const look = logRunStyle(piece);
            const match = piece.range === null ? null : matches?.[piece.range];
            const text = match ? (
              <mark className={match === current ? "bg-accent text-accent-ink" : "bg-accent-soft text-ink outline outline-accent/60"}>{piece.text}</mark>
            ) : (
              piece.text
            );
            return look || match ? (
              <span key={index} style={look?.style} className={look?.isOther ? colours.other : undefined}>
                {text}
              </span>
            ) : (
              text
            );
          })}
          {line.cut > 0 && <span className="ml-2 font-sans text-xs text-ink-faint">… {line.cut.toLocaleString("en")} more characters: download the log to see them</span>}
        </span>
      </div>
    </>
  );
});
