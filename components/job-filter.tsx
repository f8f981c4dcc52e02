"use client";

import { Search, X } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import type { JobState } from "@/lib/domain/job-state";
import { isFiltering, jobsHref, stateGroups, type JobQuery } from "./job-filter-query";
import { classes } from "./ui/classes";
import { Input, Select } from "./ui/input";
import { Spinner } from "./ui/spinner";

const pauseMs = 300;

interface JobFilterBarProps {
  query: JobQuery;
  counts: Partial<Record<JobState, number>>;
  hosts: readonly { id: string; name: string }[];
}

/** The filters; all of them stand in the address, so that a view can be shared and gone back to. */
export function JobFilterBar({ query, counts, hosts }: JobFilterBarProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();

  function go(change: Partial<JobQuery>) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    startTransition(() => router.replace(jobsHref({ ...query, zone, after: "", ...change }), { scroll: false }));
  }

  return (
    <div className="mb-5 flex flex-col gap-3.5" role="search" aria-label="Filter the jobs">
      <div className="grid grid-cols-2 items-center gap-2.5 md:flex">
        <SearchField search={query.search} pending={pending} onSearch={(search) => go({ search })} />
        <Select aria-label="Host" value={query.host} onChange={(event) => go({ host: event.target.value })} className="col-span-2 md:w-48">
          <option value="">All hosts</option>
          {hosts.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <Input type="date" aria-label="Submitted from" title="Submitted from" value={query.from} max={query.until || undefined} onChange={(event) => go({ from: event.target.value })} className="md:w-40!" />
        <Input type="date" aria-label="Submitted until" title="Submitted until" value={query.until} min={query.from || undefined} onChange={(event) => go({ until: event.target.value })} className="md:w-40!" />
      </div>
      <StateChips query={query} counts={counts} />
    </div>
  );
}

function SearchField({ search, pending, onSearch }: { search: string; pending: boolean; onSearch: (search: string) => void }) {
  const [text, setText] = useState(search);
  const [shown, setShown] = useState(search);
  const [sent, setSent] = useState(search);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  // The address changed: by somebody else (a link, going back), or by what was typed here, which may be further by now.
  if (search !== shown) {
    setShown(search);
    if (search !== sent) setText(search);
  }

  useEffect(() => () => void (timer.current && clearTimeout(timer.current)), []);

  function type(next: string) {
    setText(next);
    if (timer.current) clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setSent(next.trim());
      onSearch(next.trim());
    }, pauseMs);
  }

  return (
    <div className="relative col-span-2 md:min-w-56 md:flex-1">
      <span className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-ink-faint [&>svg]:size-4">{pending ? <Spinner /> : <Search aria-hidden />}</span>
      <Input type="search" aria-label="Search in name, description and script" placeholder="Search name, description, script" value={text} onChange={(event) => type(event.target.value)} className="pl-9!" />
    </div>
  );
}

function StateChips({ query, counts }: Pick<JobFilterBarProps, "query" | "counts">) {
  return (
    <div className="-mx-4 flex gap-1.5 overflow-x-auto px-4 py-0.5 [scrollbar-width:none] sm:mx-0 sm:flex-wrap sm:px-0">
      {stateGroups.map(({ word, label, states }) => {
        const count = states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
        const chosen = query.states.includes(word);
        const next = chosen ? query.states.filter((each) => each !== word) : [...query.states, word];
        return (
          <Link
            key={word}
            href={jobsHref({ ...query, states: stateGroups.map((group) => group.word).filter((each) => next.includes(each)), after: "" })}
            replace
            scroll={false}
            aria-current={chosen ? "true" : undefined}
            className={classes(
              "inline-flex h-8 shrink-0 items-center gap-1.5 rounded-full border px-3 text-[0.8125rem] pointer-coarse:h-10",
              chosen ? "border-accent bg-accent-soft font-medium text-accent" : "border-line bg-surface text-ink-soft hover:border-line-strong",
              count === 0 && !chosen && "opacity-70",
            )}
          >
            {label}
            <span className="tabular-nums">{count.toLocaleString("en")}</span>
          </Link>
        );
      })}
      {isFiltering(query) && (
        <Link href="/jobs" replace scroll={false} className="inline-flex h-8 shrink-0 items-center gap-1 rounded-full px-2.5 text-[0.8125rem] text-ink-soft hover:bg-hover hover:text-ink pointer-coarse:h-10">
          <X aria-hidden className="size-3.5" />
          Clear
        </Link>
      )}
    </div>
  );
}
