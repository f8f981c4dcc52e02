"use client";

import { CalendarClock } from "lucide-react";
import { useState, useTransition } from "react";
import { Button } from "./ui/button";
import { LocalTime } from "./ui/local-time";

/** Asks the host when such a batch script would start; `words` says on what. */
export type TryJob = (hostId: string, script: string) => Promise<{ ok: true; startAt: string | null; words: string } | { ok: false; problem: string }>;

interface BatchTrialProps {
  hostId: string;
  script: string;
  tryJob: TryJob;
}

/** When it would start, by the scheduler's own word, before anything is submitted. */
export function BatchTrial({ hostId, script, tryJob }: BatchTrialProps) {
  const [isPending, start] = useTransition();
  const [asked, setAsked] = useState<{ hostId: string; script: string; answer: Awaited<ReturnType<TryJob>> } | null>(null);
  // An answer is about the script as it was asked for.
  const answer = asked?.hostId === hostId && asked.script === script ? asked.answer : null;

  function press() {
    start(async () => setAsked({ hostId, script, answer: await tryJob(hostId, script) }));
  }

  return (
    <div className="flex flex-col gap-2">
      <Button size="sm" className="self-start" pending={isPending} onClick={press}>
        {!isPending && <CalendarClock aria-hidden />}
        When would it start?
      </Button>
      <p role="status" className={answer?.ok === false ? "text-bad" : "text-ink"}>
        {answer?.ok === false && answer.problem}
        {answer?.ok === true && (
          <>
            {answer.startAt === null ? "It would be taken." : <>Now it would start: <LocalTime at={answer.startAt} /></>}
            {answer.words !== "" && `, ${answer.words}`}
          </>
        )}
      </p>
    </div>
  );
}
