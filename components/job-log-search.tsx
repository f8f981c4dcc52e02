"use client";

import { CaseSensitive, ChevronDown, ChevronUp, ScanSearch, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { plainText } from "@/lib/format/ansi";
import type { LogFeed, LogHit } from "./log-feed";
import { Button } from "./ui/button";
import { Input } from "./ui/input";
import { Spinner } from "./ui/spinner";

interface JobLogSearchProps {
  feed: LogFeed;
  query: string;
  onQuery: (query: string) => void;
  ignoreCase: boolean;
  onIgnoreCase: (ignoreCase: boolean) => void;
  /** Matches on the page, and at which one the reader is, from 1; 0 before the first. */
  count: number;
  position: number;
  onStep: (step: 1 | -1) => void;
  onHit: (hit: LogHit) => void;
  onClose: () => void;
}

const enoughHits = 200;

type Found = { query: string; hits: LogHit[]; isPartial: boolean } | { query: string; problem: string } | { query: string; isBusy: true };

/** Search among the lines on the page, with a way to search the whole log on its host. */
export function JobLogSearch(props: JobLogSearchProps) {
  const { feed, query, onQuery, ignoreCase, onIgnoreCase, count, position, onStep, onHit, onClose } = props;
  const [found, setFound] = useState<Found | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const asking = useRef<AbortController | null>(null);

  useEffect(() => {
    input.current?.focus();
    input.current?.select();
    return () => asking.current?.abort();
  }, []);

  async function searchAll() {
    if (query === "") return;
    asking.current?.abort();
    const mine = new AbortController();
    asking.current = mine;
    setFound({ query, isBusy: true });
    try {
      setFound({ query, ...(await feed.search(query, ignoreCase, mine.signal)) });
    } catch (error) {
      if (!mine.signal.aborted) setFound({ query, problem: error instanceof Error ? error.message : String(error) });
    }
  }

  return (
    <div
      role="search"
      className="border-b border-line bg-surface"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <div className="flex flex-wrap items-center gap-2 px-3 py-2">
        <Input
          ref={input}
          type="search"
          value={query}
          aria-label="Search in the log"
          placeholder="Search in the log"
          className="h-9! max-w-xs flex-1 basis-28"
          onChange={(event) => {
            onQuery(event.target.value);
            setFound(null);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
          }}
        />
        <Button size="sm" variant={ignoreCase ? "ghost" : "secondary"} aria-pressed={!ignoreCase} aria-label="Tell capitals from small letters" title="Tell capitals from small letters" onClick={() => onIgnoreCase(!ignoreCase)}>
          <CaseSensitive aria-hidden />
        </Button>
        <Button size="sm" variant="ghost" disabled={count === 0} aria-label="Match before" title="Match before (Shift+Enter)" onClick={() => onStep(-1)}>
          <ChevronUp aria-hidden />
        </Button>
        <Button size="sm" variant="ghost" disabled={count === 0} aria-label="Next match" title="Next match (Enter)" onClick={() => onStep(1)}>
          <ChevronDown aria-hidden />
        </Button>
        <Button size="sm" variant="ghost" aria-label="Close the search" title="Close the search (Esc)" className="sm:order-last" onClick={onClose}>
          <X aria-hidden />
        </Button>
        <span aria-live="polite" className="min-w-24 text-[0.8125rem] text-ink-soft tabular-nums">
          {query === "" ? "" : count === 0 ? "None on this page" : `${position === 0 ? "–" : position} of ${count.toLocaleString("en")}${count === 5_000 ? "+" : ""}`}
        </span>
        <span className="flex-1" />
        <Button size="sm" disabled={query === ""} pending={found !== null && "isBusy" in found} onClick={() => void searchAll()}>
          <ScanSearch aria-hidden />
          Search the whole log
        </Button>
      </div>
      {found && <Hits found={found} onHit={onHit} />}
    </div>
  );
}

function Hits({ found, onHit }: { found: Found; onHit: (hit: LogHit) => void }) {
  if ("isBusy" in found) {
    return (
      <p className="flex items-center gap-2 border-t border-line px-4 py-3 text-sm text-ink-soft">
        <Spinner /> Searching the whole log …
      </p>
    );
  }
  if ("problem" in found) return <p className="border-t border-line px-4 py-3 text-sm text-bad">{found.problem}</p>;
  const { hits, isPartial, query } = found;

  return (
    <div className="border-t border-line">
      <p role="status" className="px-4 py-2 text-[0.8125rem] text-ink-soft">
        {foundWords(query, hits.length, isPartial)}
      </p>
      {hits.length > 0 && (
        <ol className="max-h-56 overflow-y-auto border-t border-line">
          {hits.map((hit) => (
            <li key={hit.offset}>
              <button
                type="button"
                className="flex min-h-8 w-full items-baseline gap-3 px-4 py-1 text-left font-mono text-[0.8125rem] outline-offset-[-2px] hover:bg-hover pointer-coarse:min-h-10"
                onClick={() => onHit(hit)}
              >
                <span className="w-16 shrink-0 text-right text-ink-faint tabular-nums">{hit.line}</span>
                <span className="min-w-0 truncate text-ink">{plainText(hit.text).trim() || "…"}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

/** A search ends early with enough lines, or after its time. */
function foundWords(query: string, count: number, isPartial: boolean): string {
  const lines = `${count} ${count === 1 ? "line" : "lines"}`;
  if (isPartial && count < enoughHits) return `The search took too long and was stopped: ${lines} with “${query}” so far. Download the log to search all of it.`;
  if (isPartial) return `The first ${lines} with “${query}”; there are more.`;
  if (count > 0) return `${lines} with “${query}” in the whole log.`;
  return `“${query}” stands nowhere in this log. Where colours change within the words, search for a part of them.`;
}
