"use client";

import { useRouter } from "next/navigation";
import { useEffectEvent, useLayoutEffect, useRef, useState, useTransition, type RefObject } from "react";
import { emptyQuery, isDay, jobsHref, readJobQuery, writeJobQuery, type JobQuery } from "./job-filter-query";

const pauseMs = 300;

interface JobFilter {
  form: RefObject<HTMLFormElement | null>;
  /** As the fields have it, which may be further than the address. */
  wanted: JobQuery;
  pending: boolean;
  change: (part: Partial<JobQuery>) => void;
  /** A link takes over, and has in its address what was changed so far. */
  handOver: () => void;
  clear: () => void;
}

/** Brings what is typed into the address, after a short rest, and what comes into the address otherwise into the fields. */
export function useJobFilter(query: JobQuery): JobFilter {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const address = writeJobQuery(query);
  const [wanted, setWanted] = useState(query);
  const [shown, setShown] = useState(address);
  const [sent, setSent] = useState<readonly string[]>([]);

  // The address changed: by a link or by going back, or by what was typed here, which may be further by now.
  if (address !== shown) {
    const arrived = sent.indexOf(address);
    setShown(address);
    setSent(arrived === -1 ? [] : sent.slice(arrived + 1));
    if (arrived === -1) setWanted(query);
  }

  function send(next: JobQuery) {
    if (![next.from, next.until].every((day) => day === "" || isDay(day))) return;
    setSent((before) => [...before, writeJobQuery(next)]);
    startTransition(() => router.replace(jobsHref(next), { scroll: false }));
  }

  function change(part: Partial<JobQuery>) {
    const next = { ...wanted, ...part, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, after: "" };
    setWanted(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send(next), pauseMs);
  }

  const takeTyped = useEffectEvent(() => {
    if (!form.current) return;
    const { search, host, from, until } = readJobQuery(Object.fromEntries(new FormData(form.current)) as Record<string, string>);
    if (writeJobQuery({ ...query, search, host, from, until }) !== address) change({ search, host, from, until });
  });

  // Before the page is awake, quick hands have changed the fields already. In the layout's effect, for the next change must know of it.
  useLayoutEffect(() => {
    takeTyped();
    return () => clearTimeout(timer.current);
  }, []);

  const handOver = () => clearTimeout(timer.current);

  function clear() {
    handOver();
    setWanted(emptyQuery);
    setSent([""]);
  }

  return { form, wanted, pending, change, handOver, clear };
}
