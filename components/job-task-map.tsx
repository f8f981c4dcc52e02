"use client";

import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import { nextCell, taskLabels, type TaskCell, type TaskMark } from "./task-cells";
import { classes } from "./ui/classes";

interface TaskMapProps {
  cells: readonly TaskCell[];
  chosen: number | null;
  onChoose: (index: number) => void;
}

/** Colour and a second cue each: full, hollow, barred, crossed. */
export const markLooks: Record<TaskMark, string> = {
  waiting: "border border-dashed border-line-strong bg-transparent",
  queued: "border-2 border-warn bg-warn-soft",
  active: "border border-accent bg-accent-soft text-accent",
  silent: "border-2 border-dotted border-warn bg-transparent text-warn",
  completed: "bg-good",
  failed: "bg-bad text-bad-ink",
  canceled: "border border-line-strong bg-neutral-soft text-ink-soft",
};

export const markSigns: Record<TaskMark, string> = { waiting: "", queued: "", active: "▸", silent: "?", completed: "", failed: "×", canceled: "–" };

const gap = 3;
const pageRows = 8;

function sizeFor(count: number, isTouch: boolean): number {
  const size = count <= 60 ? 28 : count <= 600 ? 20 : 14;
  return isTouch ? Math.max(24, size) : size;
}

/** One small square a task. Arrow keys walk, Enter chooses; only the rows in sight are drawn. */
export function TaskMap({ cells, chosen, onChoose }: TaskMapProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(600);
  const [isTouch, setIsTouch] = useState(false);
  const [walked, setWalked] = useState<number | null>(null);
  const hasFocus = useRef(false);

  const size = sizeFor(cells.length, isTouch);
  const columns = Math.max(1, Math.floor((width + gap) / (size + gap)));
  const rows = Math.ceil(cells.length / columns);
  const home = Math.max(0, cells.findIndex(({ index }) => index === (walked ?? chosen)));
  const homeRow = Math.floor(home / columns);

  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is used here alone
  const virtualizer = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => size + gap,
    overscan: 4,
    initialRect: { width: 600, height: 300 },
    // The row with the focus stays, however far the map is scrolled.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), homeRow])].filter((row) => row < rows).sort((one, other) => one - other),
  });

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    setIsTouch(window.matchMedia("(pointer: coarse)").matches);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => virtualizer.measure(), [size, virtualizer]);

  useEffect(() => {
    if (walked === null || !hasFocus.current) return;
    virtualizer.scrollToIndex(homeRow, { align: "auto" });
    scroller.current?.querySelector<HTMLElement>(`[data-task="${walked}"]`)?.focus({ preventScroll: true });
  }, [walked, homeRow, virtualizer]);

  function click(event: MouseEvent) {
    const square = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-task]") : null;
    if (square) onChoose(Number(square.dataset.task));
  }

  function press(event: KeyboardEvent) {
    const next = nextCell(event.key, home, { count: cells.length, columns, page: pageRows, isFar: event.ctrlKey || event.metaKey });
    const cell = next === null ? undefined : cells[next];
    if (!cell) return;
    event.preventDefault();
    setWalked(cell.index);
  }

  return (
    <div ref={scroller} className="max-h-[min(50dvh,26rem)] overflow-y-auto overscroll-contain p-1">
      <div
        role="grid"
        aria-label="Tasks"
        aria-rowcount={rows}
        aria-colcount={columns}
        onClick={click}
        onKeyDown={press}
        onFocus={() => (hasFocus.current = true)}
        onBlur={() => (hasFocus.current = false)}
        style={{ height: virtualizer.getTotalSize() }}
        className="relative"
      >
        {virtualizer.getVirtualItems().map((row) => (
          <div key={row.index} role="row" aria-rowindex={row.index + 1} style={{ transform: `translateY(${row.start}px)`, height: size, gap }} className="absolute inset-x-0 top-0 flex">
            {cells.slice(row.index * columns, (row.index + 1) * columns).map((cell, column) => (
              <TaskSquare key={cell.index} cell={cell} size={size} column={column} isHome={row.index * columns + column === home} isChosen={cell.index === chosen} />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

interface TaskSquareProps {
  cell: TaskCell;
  size: number;
  column: number;
  /** The one that Tab leads to. */
  isHome: boolean;
  isChosen: boolean;
}

/** Remembered: a step with an arrow key draws two of them anew, of a thousand in sight. */
const TaskSquare = memo(function TaskSquare({ cell: { index, mark }, size, column, isHome, isChosen }: TaskSquareProps) {
  const name = `Task ${index}: ${taskLabels[mark]}`;
  return (
    <div role="gridcell" aria-colindex={column + 1} aria-selected={isChosen}>
      <button
        type="button"
        data-task={index}
        tabIndex={isHome ? 0 : -1}
        aria-label={name}
        title={name}
        style={{ width: size, height: size, fontSize: size * 0.62 }}
        className={classes(
          "grid place-items-center rounded-[3px] leading-none font-bold outline-offset-1 hover:brightness-110",
          markLooks[mark],
          isChosen && "ring-2 ring-ink ring-offset-1 ring-offset-surface",
        )}
      >
        {markSigns[mark]}
      </button>
    </div>
  );
});
