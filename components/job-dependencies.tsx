import Link from "next/link";
import type { JobState } from "@/lib/domain/job-state";
import type { DependencyCondition } from "@/lib/domain/task";
import { conditionWords } from "./dependency-words";
import { JobStateBadge } from "./job-state-badge";
import { Card } from "./ui/card";

/** A job that this one waits for; `state` is null once it was deleted. */
export interface ShownDependency {
  onJobId: string;
  condition: DependencyCondition;
  name: string | null;
  state: JobState | null;
}

const calm = { silence: null, cancelRequestedAt: null, endReason: null, waitReason: null };

export function JobDependencies({ dependencies }: { dependencies: readonly ShownDependency[] }) {
  return (
    <Card flush title="Starts after">
      <ul className="divide-y divide-line">
        {dependencies.map(({ onJobId, condition, name, state }) => (
          <li key={onJobId} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 px-4 py-2.5 text-sm sm:px-5">
            <div className="min-w-0">
              {state === null ? (
                <p className="text-ink-faint">A job that was deleted</p>
              ) : (
                <Link href={`/jobs/${onJobId}`} className="font-medium text-ink underline decoration-line-strong underline-offset-4 wrap-anywhere hover:decoration-accent">
                  {name}
                </Link>
              )}
              <p className="text-[0.8125rem] text-ink-faint">{conditionWords[condition]}</p>
            </div>
            {state !== null && <JobStateBadge job={{ ...calm, state }} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}
