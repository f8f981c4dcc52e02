"use client";

import { useEffect, useState } from "react";
import { formatDuration } from "@/lib/format/duration";

/** How long ago something began, counting on. Before the page is awake it shows what the server knew. */
export function JobElapsed({ since, known }: { since: string; known: number }) {
  const [milliseconds, setMilliseconds] = useState(known);

  useEffect(() => {
    const tick = () => setMilliseconds(Math.max(0, Date.now() - Date.parse(since)));
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [since]);

  return <span className="tabular-nums">{formatDuration(Math.floor(milliseconds / 1_000) * 1_000)}</span>;
}
