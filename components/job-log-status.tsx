"use client";

import { ArrowDownToLine, ChevronsUp } from "lucide-react";
import { formatBytes } from "@/lib/format/bytes";
import type { LogStatus } from "./log-feed";
import { Button } from "./ui/button";
import { Spinner } from "./ui/spinner";

/** Over the lines: what lies before them. */
export function LogBefore({ start, isLoading, onLoad }: { start: number; isLoading: boolean; onLoad: () => void }) {
  if (start === 0) return null;
  return (
    <div className="flex min-h-10 items-center justify-between gap-3 border-b border-line bg-surface px-3 py-1 text-[0.8125rem] text-ink-soft">
      <span className="min-w-0 truncate">{formatBytes(start)} before this</span>
      <Button size="sm" variant="ghost" pending={isLoading} onClick={onLoad}>
        {!isLoading && <ChevronsUp aria-hidden />}
        Load earlier
      </Button>
    </div>
  );
}

interface LogFootProps {
  status: LogStatus;
  canHaveLines: boolean;
  lineCount: number;
  isFollowing: boolean;
  onFollow: () => void;
}

/** Under the lines: whether it goes on, and the way to its end. */
export function LogFoot({ status, canHaveLines, lineCount, isFollowing, onFollow }: LogFootProps) {
  return (
    <div className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line bg-surface px-3 py-1 text-[0.8125rem] text-ink-soft">
      <p role="status" className="flex min-w-0 items-center gap-2">
        <Mark status={status} isFollowing={isFollowing} />
        <span className="min-w-0 wrap-anywhere">{status.phase === "connecting" && !canHaveLines ? "Waiting for the job to start" : wordsOf(status)}</span>
      </p>
      <div className="flex items-center gap-3">
        <span className="text-ink-faint tabular-nums">
          {lineCount.toLocaleString("en")} {lineCount === 1 ? "line" : "lines"} here
        </span>
        {!isFollowing && (
          <Button size="sm" onClick={onFollow}>
            <ArrowDownToLine aria-hidden />
            To the end
          </Button>
        )}
      </div>
    </div>
  );
}

function Mark({ status, isFollowing }: Pick<LogFootProps, "status" | "isFollowing">) {
  if (status.phase === "connecting" || status.phase === "waiting") return <Spinner className="size-3.5!" />;
  if (status.phase !== "live") return <span aria-hidden className="size-1.5 rounded-full bg-ink-faint" />;
  return (
    <span aria-hidden className="relative flex size-1.5 text-accent">
      {isFollowing && <span className="absolute inset-0 animate-beat rounded-full bg-current motion-reduce:hidden" />}
      <span className="relative size-1.5 rounded-full bg-current" />
    </span>
  );
}

function wordsOf({ phase, sentence }: LogStatus): string {
  switch (phase) {
    case "connecting":
      return sentence ?? "Opening the log …";
    case "live":
      return sentence ?? "Live";
    case "waiting":
      return `${sentence ?? "The host does not answer."} Trying again …`;
    case "ended":
      return sentence ?? "Complete: the job has ended.";
    case "paused":
      return sentence ?? "Paused";
    case "away":
      return sentence ?? "An earlier part of the log";
  }
}
