import { Lightbulb } from "lucide-react";
import type { Job } from "@/lib/domain/job";
import { isFinal } from "@/lib/domain/job-state";
import { percent, usageHints } from "@/lib/domain/usage-hint";
import { Card } from "./ui/card";
import { classes } from "./ui/classes";
import { usageRows, type UsageRow } from "./usage-rows";

/** What a job used against what it asked, as bars, with what to ask the next time. */
export function JobUsage({ job }: { job: Pick<Job, "state" | "usage" | "walltimeSeconds" | "endReason"> }) {
  if (!job.usage) return null;
  const usage = { ...job.usage, walltimeSeconds: job.usage.walltimeSeconds ?? job.walltimeSeconds };
  const rows = usageRows(usage);
  if (rows.length === 0) return null;
  const hints = isFinal(job.state) ? usageHints({ usage, endReason: job.endReason }) : [];

  return (
    <Card title="Used, of what it asked">
      <ul className="grid gap-3.5">
        {rows.map((row) => (
          <UsageBar key={row.label} row={row} />
        ))}
      </ul>
      {hints.length > 0 && (
        <div className="mt-4 flex gap-2.5 rounded-lg bg-accent-soft/60 p-3 text-sm text-ink">
          <Lightbulb aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
          <div>
            <h3 className="text-[0.8125rem] font-semibold text-accent">For the next submission</h3>
            <ul className="mt-0.5 grid gap-1">
              {hints.map((hint) => (
                <li key={hint}>{hint}</li>
              ))}
            </ul>
          </div>
        </div>
      )}
    </Card>
  );
}

function UsageBar({ row: { label, words, share, isLimit } }: { row: UsageRow }) {
  return (
    <li className="text-sm">
      <p className="flex items-baseline justify-between gap-3">
        <span className="font-medium text-ink">{label}</span>
        <span className="text-right text-[0.8125rem] text-ink-soft tabular-nums">
          {words}
          {share !== null && <span className="text-ink-faint"> · {percent(share)}</span>}
        </span>
      </p>
      {share !== null && (
        <div aria-hidden className="mt-1.5 h-2 overflow-hidden rounded-full bg-neutral-soft">
          <div style={{ width: `${Math.min(100, Math.max(1, share * 100))}%` }} className={classes("h-full rounded-full", isLimit && share >= 0.9 ? "bg-warn" : "bg-accent")} />
        </div>
      )}
    </li>
  );
}
