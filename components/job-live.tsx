"use client";

import { unstable_isUnrecognizedActionError as isFromOldBuild } from "next/navigation";
import { createContext, useContext, useEffect, useEffectEvent, useState, type ReactNode } from "react";
import { openLiveStream } from "./live-stream";
import { Alert } from "./ui/alert";
import { Button } from "./ui/button";

export interface LiveSizes {
  stdout: number;
  stderr: number;
}

const Sizes = createContext<LiveSizes | null>(null);

/** Bytes of the job's outputs as last heard; null before the first word. */
export function useLiveSizes(): LiveSizes | null {
  return useContext(Sizes);
}

interface JobLiveProps {
  /** The address of the job's event stream. */
  stream: string;
  /** The last event that the page shows. */
  lastEventId: number;
  /** A server action that renders the page's server components anew. */
  refresh: () => Promise<void>;
  children: ReactNode;
}

const restMs = 400;

/** Keeps the page's server components as the job is: each event asks for them anew, at most twice a second or so. */
export function JobLive({ stream, lastEventId, refresh, children }: JobLiveProps) {
  const [sizes, setSizes] = useState<LiveSizes | null>(null);
  const [isOutdated, setIsOutdated] = useState(false);
  const [firstId] = useState(lastEventId);
  // The action is another function after each refresh: the stream must not be opened anew for that.
  const renderAnew = useEffectEvent(refresh);

  useEffect(() => {
    const state = { last: firstId, isBusy: false, isWanted: false, isOver: false };

    const renew = async () => {
      state.isWanted = true;
      if (state.isBusy) return;
      state.isBusy = true;
      while (state.isWanted && !state.isOver) {
        state.isWanted = false;
        try {
          await renderAnew();
        } catch (error) {
          if (isFromOldBuild(error)) setIsOutdated(true);
          else console.warn("The page could not be renewed; the next event tries again.", error);
        }
        await new Promise((resolve) => setTimeout(resolve, restMs));
      }
      state.isBusy = false;
    };
    const changed = (data: unknown) => {
      state.last = Math.max(state.last, (data as { id?: number }).id ?? 0);
      void renew();
    };
    const live = openLiveStream({
      address: () => `${stream}?after=${state.last}`,
      on: { changed, files: changed, gone: changed, output: (data) => setSizes(data as LiveSizes) },
      onSilence: () => void renew(),
    });
    return () => {
      state.isOver = true;
      live.close();
    };
  }, [stream, firstId]);

  return (
    <Sizes value={sizes}>
      {isOutdated && (
        <Alert
          tone="info"
          title="Sqmpy has been updated"
          className="mb-4"
          action={
            <Button size="sm" onClick={() => window.location.reload()}>
              Load the new version
            </Button>
          }
        >
          This page is from before the update and does not renew itself any more.
        </Alert>
      )}
      {children}
    </Sizes>
  );
}
