"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, type KeyboardEvent, type Ref } from "react";
import type { LogLine, LogMatch } from "@/lib/format/log-buffer";
import { JobLogLine } from "./job-log-line";
import colours from "./log-colours.module.css";
import type { LogMatches } from "./log-matches";
import { classes } from "./ui/classes";

export interface LogLinesHandle {
  showLine(lineId: number): void;
  focus(): void;
}

interface JobLogLinesProps {
  ref: Ref<LogLinesHandle>;
  label: string;
  lines: readonly LogLine[];
  matches: LogMatches;
  current: LogMatch | null;
  markedOffset: number | null;
  wrap: boolean;
  isFollowing: boolean;
  onFollow: (isFollowing: boolean) => void;
  onNearTop: () => void;
  onNearEnd: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

const lineHeight = 20;
const nearPixels = 48;
/** A scroll so soon after the hand moved is the reader's own. */
const handMs = 800;

/** The lines that are in sight, of many. Keeps the reader's place when lines come before or old ones go. */
export function JobLogLines(props: JobLogLinesProps) {
  const { ref, label, lines, matches, current, markedOffset, wrap, isFollowing, onFollow, onNearTop, onNearEnd, onKeyDown } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const handMovedAt = useRef(0);

  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is used here alone
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => lineHeight + ((lines[index]?.skipped ?? 0) > 0 ? 32 : 0),
    getItemKey: (index) => lines[index]?.id ?? index,
    overscan: 24,
    anchorTo: "end",
    scrollEndThreshold: nearPixels,
    initialRect: { width: 800, height: 400 },
    paddingStart: 8,
    paddingEnd: 8,
  });

  useImperativeHandle(ref, () => ({
    showLine(lineId) {
      const index = lines.findIndex((line) => line.id === lineId);
      if (index === -1) return;
      virtualizer.scrollToIndex(index, { align: "center" });
      scroller.current?.scrollIntoView({ block: "nearest" });
    },
    focus: () => scroller.current?.focus({ preventScroll: true }),
  }));

  useLayoutEffect(() => {
    if (isFollowing && lines.length > 0) virtualizer.scrollToEnd();
  }, [isFollowing, lines, wrap, virtualizer]);

  useEffect(() => virtualizer.measure(), [wrap, virtualizer]);

  const handMoves = () => {
    handMovedAt.current = performance.now();
  };
  const scrolled = () => {
    const element = scroller.current;
    if (!element || performance.now() - handMovedAt.current > handMs) return;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearPixels;
    if (isAtEnd !== isFollowing) onFollow(isAtEnd);
    if (isAtEnd) onNearEnd();
    else if (element.scrollTop < nearPixels * 4) onNearTop();
  };

  const gutter = Math.max(3, ...[lines[0], lines.at(-1)].map((line) => String(line?.number ?? line?.offset ?? 0).length));

  return (
    <div
      ref={scroller}
      role="log"
      aria-live="off"
      aria-label={label}
      tabIndex={0}
      onScroll={scrolled}
      onWheel={handMoves}
      onTouchMove={handMoves}
      onPointerDown={handMoves}
      onPointerMove={(event) => event.buttons > 0 && handMoves()}
      onKeyDown={(event) => {
        handMoves();
        onKeyDown(event);
      }}
      style={{ height: `clamp(9rem, ${virtualizer.getTotalSize() + 20}px, min(65dvh, 46rem))` }}
      className={classes(colours.ground, "relative overflow-auto overscroll-contain font-mono text-[0.8125rem] leading-5 outline-none [overflow-anchor:none]")}
    >
      <div style={{ height: virtualizer.getTotalSize() }} className="relative w-full">
        {virtualizer.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          return (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              style={{ transform: `translateY(${item.start}px)` }}
              className={classes("absolute top-0 left-0 min-w-full", wrap ? "w-full" : "w-max")}
            >
              <JobLogLine
                line={line}
                matches={matches.byLine.get(line.id)}
                current={current?.lineId === line.id ? current : null}
                isMarked={line.offset === markedOffset}
                wrap={wrap}
                gutter={gutter}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
