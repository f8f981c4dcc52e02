"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { formatMoment, formatRelative } from "@/lib/format/moment";

const noChange = () => () => undefined;

interface LocalTimeProps {
  /** ISO 8601. */
  at: string;
  mode?: "absolute" | "relative";
  className?: string;
}

/** A moment in the viewer's zone and language; before the page is awake, in UTC and saying so. */
export function LocalTime({ at, mode = "absolute", className }: LocalTimeProps) {
  const awake = useSyncExternalStore(noChange, () => true, () => false);
  const [now, setNow] = useState(() => Date.now());

  useEffect(() => {
    if (mode !== "relative") return;
    const age = Math.abs(Date.now() - Date.parse(at));
    const timer = setInterval(() => setNow(Date.now()), age < 3_600_000 ? 15_000 : 300_000);
    return () => clearInterval(timer);
  }, [mode, at]);

  const date = new Date(at);
  const words = !awake ? formatMoment(date, "utc") : mode === "relative" ? formatRelative(date, now) : formatMoment(date, "local");

  return (
    <time dateTime={at} title={awake ? formatMoment(date, "full") : undefined} className={className}>
      {words}
    </time>
  );
}
