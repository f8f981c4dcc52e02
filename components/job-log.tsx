"use client";

import { useEffect, useRef, useState, useSyncExternalStore, type KeyboardEvent, type ReactNode } from "react";
import { JobLogLines, type LogLinesHandle } from "./job-log-lines";
import { JobLogReader } from "./job-log-reader";
import { JobLogSearch } from "./job-log-search";
import { LogBefore, LogFoot } from "./job-log-status";
import { JobLogToolbar } from "./job-log-toolbar";
import { LogFeed, type LogHit } from "./log-feed";
import { useLogMatches } from "./log-matches";
import { useLogWrap } from "./log-preferences";

interface JobLogProps {
  /** The address of the output's stream. */
  base: string;
  task?: number | null;
  downloadHref: string;
  label: string;
  /** What stands in place of lines while there are none. */
  empty: string;
  /** False before the job starts: its host may be too busy with its files to say that there is no log. */
  canHaveLines: boolean;
  /** Left in the bar above, such as the choice of output. */
  children?: ReactNode;
}

/** One output of a job as it grows. */
export function JobLog({ base, task = null, downloadHref, label, empty, canHaveLines, children }: JobLogProps) {
  const [feed] = useState(() => new LogFeed(base, task));
  const lines = useSyncExternalStore(feed.buffer.subscribe, feed.buffer.readLines, feed.buffer.readLines);
  const status = useSyncExternalStore(feed.subscribe, feed.readStatus, feed.readStatus);
  const view = useRef<LogLinesHandle>(null);

  const [wrap, setWrap] = useLogWrap();
  const [isRead, setIsRead] = useState(false);
  const [wantsFollow, setWantsFollow] = useState(true);
  const [isSearching, setIsSearching] = useState(false);
  const [query, setQuery] = useState("");
  const [ignoreCase, setIgnoreCase] = useState(true);
  const [position, setPosition] = useState(0);
  const [markedOffset, setMarkedOffset] = useState<number | null>(null);
  const [pendingOffset, setPendingOffset] = useState<number | null>(null);

  const matches = useLogMatches(lines, isSearching ? query : "", ignoreCase);
  const isFollowing = wantsFollow && status.phase !== "away";

  useEffect(() => {
    feed.open();
    return () => feed.close();
  }, [feed]);

  // A hit elsewhere in the log is shown once its part has come.
  useEffect(() => {
    if (pendingOffset === null) return;
    const line = lines.findLast((each) => each.offset <= pendingOffset);
    if (!line) return;
    const frame = requestAnimationFrame(() => {
      view.current?.showLine(line.id);
      setMarkedOffset(line.offset);
      setPendingOffset(null);
    });
    return () => cancelAnimationFrame(frame);
  }, [lines, pendingOffset]);

  function follow() {
    setWantsFollow(true);
    setMarkedOffset(null);
    feed.goToEnd();
  }

  function step(by: 1 | -1) {
    const count = matches.all.length;
    if (count === 0) return;
    const next = position === 0 ? (by === 1 ? 1 : count) : ((position - 1 + by + count) % count) + 1;
    setPosition(next);
    setWantsFollow(false);
    const match = matches.all[next - 1];
    if (match) view.current?.showLine(match.lineId);
  }

  async function goToHit(hit: LogHit) {
    setWantsFollow(false);
    await feed.show(hit.offset);
    setPendingOffset(hit.offset);
  }

  function pause() {
    if (status.phase === "paused") feed.resume();
    else feed.pause();
  }

  function press(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keys: Record<string, () => void> = {
      "/": () => setIsSearching(true),
      f: follow,
      p: () => canPause && pause(),
      w: () => setWrap(!wrap),
      n: () => step(1),
      N: () => step(-1),
      End: follow,
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  const canPause = status.phase !== "ended" && status.phase !== "away";
  const current = matches.all[Math.min(position, matches.all.length) - 1] ?? null;

  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-center justify-between gap-x-3 border-b border-line pr-2">
        {children}
        <JobLogToolbar
          isPaused={status.phase === "paused"}
          canPause={canPause}
          onPause={pause}
          isSearching={isSearching}
          onSearch={() => setIsSearching(!isSearching)}
          wrap={wrap}
          onWrap={() => setWrap(!wrap)}
          isRead={isRead}
          onRead={() => setIsRead(!isRead)}
          downloadHref={downloadHref}
        />
      </div>
      {isSearching && (
        <JobLogSearch
          feed={feed}
          query={query}
          onQuery={(next) => {
            setQuery(next);
            setPosition(0);
          }}
          ignoreCase={ignoreCase}
          onIgnoreCase={setIgnoreCase}
          count={matches.all.length}
          position={Math.min(position, matches.all.length)}
          onStep={step}
          onHit={(hit) => void goToHit(hit)}
          onClose={() => {
            setIsSearching(false);
            view.current?.focus();
          }}
        />
      )}
      <LogBefore start={lines.length === 0 ? 0 : feed.buffer.start} isLoading={status.isLoading} onLoad={() => void feed.loadEarlier()} />
      <div className="relative after:pointer-events-none after:absolute after:inset-0 after:z-20 has-[[role=log]:focus-visible]:after:ring-2 has-[[role=log]:focus-visible]:after:ring-accent has-[[role=log]:focus-visible]:after:ring-inset">
        <JobLogLines
          ref={view}
          label={label}
          lines={lines}
          matches={matches}
          current={current}
          markedOffset={markedOffset}
          wrap={wrap}
          isFollowing={isFollowing}
          onFollow={setWantsFollow}
          onNearTop={() => void feed.loadEarlier()}
          onNearEnd={() => status.phase === "away" && void feed.loadLater()}
          onKeyDown={press}
        />
        {lines.length === 0 && (
          <p className="pointer-events-none absolute inset-0 grid place-items-center px-6 text-center text-sm text-ink-faint">
            {status.phase === "connecting" && canHaveLines ? "Opening the log …" : empty}
          </p>
        )}
      </div>
      <LogFoot status={status} canHaveLines={canHaveLines} lineCount={lines.length} isFollowing={isFollowing} onFollow={follow} />
      {isRead && <JobLogReader lines={lines} />}
      <p className="hidden border-t border-line px-3 py-1.5 text-xs text-ink-faint sm:pointer-fine:block">
        With the log in focus: <Key>F</Key> follow, <Key>P</Key> pause, <Key>/</Key> search, <Key>N</Key> and <Key>⇧N</Key> next and previous match, <Key>W</Key> break long lines.
      </p>
    </div>
  );
}

function Key({ children }: { children: ReactNode }) {
  return <kbd className="rounded border border-line bg-sunken px-1 font-mono text-[0.6875rem] text-ink-soft">{children}</kbd>;
}
