"use client";

import { startTransition, useEffect } from "react";
import { idle, type ActionState } from "@/lib/domain/action-state";

const everyMs = 5_000;

interface JobTableLiveProps {
  /** The page's query, without `?`. */
  address: string;
  fingerprint: string;
  refresh: (previous: ActionState, input: Record<string, never>) => Promise<ActionState>;
}

/** Asks, while the page is seen, whether what it shows is out of date, and has the server show it anew if so. */
export function JobTableLive({ address, fingerprint, refresh }: JobTableLiveProps) {
  useEffect(() => {
    let here = true;
    let asking = false;

    async function look() {
      if (asking || document.visibilityState !== "visible") return;
      asking = true;
      try {
        const response = await fetch(`/jobs/changes?${address}`, { cache: "no-store" });
        if (!response.ok || !here) return;
        const answer = (await response.json()) as { fingerprint: string };
        if (here && answer.fingerprint !== fingerprint) startTransition(async () => void (await refresh(idle, {})));
      } catch (error) {
        // The next look is soon; a page that is offline still shows what it knew.
        console.warn("The jobs could not be looked at.", error);
      } finally {
        asking = false;
      }
    }

    const timer = setInterval(() => void look(), everyMs);
    const onSight = () => void look();
    document.addEventListener("visibilitychange", onSight);
    return () => {
      here = false;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onSight);
    };
  }, [address, fingerprint, refresh]);

  return null;
}
