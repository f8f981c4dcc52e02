"use client";

import { Search, SlidersHorizontal, X } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { JobState } from "@/lib/domain/job-state";
import { isFiltering, jobsHref, searchLimit, stateGroups, type JobQuery } from "./job-filter-query";
import { Button } from "./ui/button";
import { classes } from "./ui/classes";
import { Input, Select } from "./ui/input";
import { Spinner } from "./ui/spinner";
import { useJobFilter } from "./use-job-filter";

interface JobFilterBarProps {
  query: JobQuery;
  counts: Partial<Record<JobState, number>>;
  hosts: readonly { id: string; name: string }[];
}

/** The filters; all of them stand in the address, so that a view can be shared and gone back to. Without scripts it is a plain form. */
export function JobFilterBar({ query, counts, hosts }: JobFilterBarProps) {
  const { form, wanted, pending, change, handOver, clear } = useJobFilter(query);
  const narrowed = query.host !== "" || query.from !== "" || query.until !== "";
  const [open, setOpen] = useState(narrowed);

  return (
    <form ref={form} action="/jobs" role="search" aria-label="Filter the jobs" onSubmit={(event) => event.preventDefault()} className="mb-5 flex flex-col gap-3.5">
      <input type="hidden" name="state" value={wanted.states.join(",")} />
      <input type="hidden" name="zone" value={wanted.zone} />
      <div className="flex flex-wrap items-center gap-2.5">
        <div className="relative min-w-0 flex-1 basis-40">
          <span className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-ink-faint [&>svg]:size-4">{pending ? <Spinner /> : <Search aria-hidden />}</span>
          <Input
            type="search"
            name="q"
            aria-label="Search in name, description and script"
            placeholder="Search name, description, script"
            maxLength={searchLimit}
            value={wanted.search}
            onChange={(event) => change({ search: event.target.value })}
            className="pl-9!"
          />
        </div>
        <Button aria-expanded={open} aria-controls="more-filters" onClick={() => setOpen(!open)} className="lg:hidden">
          <SlidersHorizontal aria-hidden />
          <span className="max-sm:sr-only">Host and date</span>
        </Button>
        <div id="more-filters" className={classes("grid w-full gap-2.5 sm:grid-cols-[1fr_auto_auto] lg:flex lg:w-auto", !open && "max-lg:hidden")}>
          <Select name="host" aria-label="Host" value={wanted.host} onChange={(event) => change({ host: event.target.value })} className="lg:w-44">
            <option value="">All hosts</option>
            {hosts.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
          <DayField name="from" label="From" day={wanted.from} max={wanted.until} onDay={(from) => change({ from })} />
          <DayField name="until" label="Until" day={wanted.until} min={wanted.from} onDay={(until) => change({ until })} />
        </div>
      </div>
      <StateChips query={wanted} counts={counts} onChoose={handOver} onClear={clear} />
    </form>
  );
}

interface DayFieldProps {
  name: string;
  label: string;
  day: string;
  min?: string;
  max?: string;
  onDay: (day: string) => void;
}

function DayField({ name, label, day, min, max, onDay }: DayFieldProps) {
  return (
    <label className="flex items-center gap-2 text-[0.8125rem] text-ink-soft">
      <span className="max-sm:w-10">{label}</span>
      <Input type="date" name={name} aria-label={`Submitted ${label.toLowerCase()}`} value={day} min={min || undefined} max={max || undefined} onChange={(event) => onDay(event.target.value)} className="sm:w-38!" />
    </label>
  );
}

interface StateChipsProps extends Pick<JobFilterBarProps, "query" | "counts"> {
  onChoose: () => void;
  onClear: () => void;
}

function StateChips({ query, counts, onChoose, onClear }: StateChipsProps) {
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
            onNavigate={onChoose}
            aria-current={chosen ? "true" : undefined}
            className={classes(
              "inline-flex h-8 shrink-0 items-center gap-1.5 rounded-full border px-3 text-[0.8125rem] pointer-coarse:h-10",
              chosen ? "border-accent bg-accent-soft font-medium text-accent" : "border-line bg-surface hover:border-line-strong",
              !chosen && (count === 0 ? "text-ink-faint" : "text-ink"),
            )}
          >
            {label}
            <span className="tabular-nums">{count.toLocaleString("en")}</span>
          </Link>
        );
      })}
      {isFiltering(query) && (
        <Link href="/jobs" replace scroll={false} onNavigate={onClear} className="inline-flex h-8 shrink-0 items-center gap-1 rounded-full px-2.5 text-[0.8125rem] text-ink-soft hover:bg-hover hover:text-ink pointer-coarse:h-10">
          <X aria-hidden className="size-3.5" />
          Clear
        </Link>
      )}
    </div>
  );
}
