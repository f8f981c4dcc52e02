import { Check, Circle, Minus, TriangleAlert, X } from "lucide-react";
import { connectionStepLabels, connectionSteps, type ConnectionStep, type ConnectionStepResult } from "@/lib/domain/host";
import { formatDuration } from "@/lib/format/duration";
import { classes } from "./ui/classes";
import { Spinner } from "./ui/spinner";

interface HostTestStepsProps {
  results: readonly ConnectionStepResult[];
  testing: boolean;
}

type Look = ConnectionStepResult["outcome"] | "now" | "later";

const looks: Record<Look, { className: string; words: string }> = {
  ok: { className: "bg-good-soft text-good", words: "passed" },
  warning: { className: "bg-warn-soft text-warn", words: "passed, with a warning" },
  failed: { className: "bg-bad-soft text-bad", words: "failed" },
  skipped: { className: "bg-neutral-soft text-ink-faint", words: "not needed" },
  now: { className: "bg-accent-soft text-accent", words: "under way" },
  later: { className: "bg-neutral-soft text-ink-faint", words: "not yet" },
};

export function HostTestSteps({ results, testing }: HostTestStepsProps) {
  const byStep = new Map(results.map((result) => [result.step, result]));
  const current = testing ? connectionSteps.find((step) => !byStep.has(step)) : undefined;

  return (
    <ol aria-label="Steps of the test" className="flex flex-col">
      {connectionSteps.map((step) => (
        <StepRow key={step} step={step} result={byStep.get(step)} isNow={step === current} />
      ))}
    </ol>
  );
}

function StepRow({ step, result, isNow }: { step: ConnectionStep; result: ConnectionStepResult | undefined; isNow: boolean }) {
  const look: Look = result?.outcome ?? (isNow ? "now" : "later");

  return (
    <li className="group flex gap-3">
      <div className="flex flex-col items-center">
        <span className={classes("grid size-6 shrink-0 place-items-center rounded-full", looks[look].className)}>
          <StepIcon look={look} />
        </span>
        <span aria-hidden className="w-px flex-1 bg-line group-last:hidden" />
      </div>
      <div className="min-w-0 flex-1 pb-4 group-last:pb-0">
        <div className="flex items-baseline justify-between gap-3">
          <p className={classes("text-sm font-medium", look === "later" || look === "skipped" ? "text-ink-faint" : "text-ink")}>
            {connectionStepLabels[step]}
            <span className="sr-only">: {looks[look].words}</span>
          </p>
          {result && result.outcome !== "skipped" && <span className="shrink-0 text-xs text-ink-faint tabular-nums">{tookWords(result.took)}</span>}
        </div>
        {result?.detail && <p className={classes("text-[0.8125rem] wrap-anywhere", result.outcome === "failed" ? "text-bad" : "text-ink-soft")}>{result.detail}</p>}
      </div>
    </li>
  );
}

function StepIcon({ look }: { look: Look }) {
  switch (look) {
    case "ok":
      return <Check aria-hidden className="size-3.5" strokeWidth={3} />;
    case "warning":
      return <TriangleAlert aria-hidden className="size-3.5" />;
    case "failed":
      return <X aria-hidden className="size-3.5" strokeWidth={3} />;
    case "skipped":
      return <Minus aria-hidden className="size-3.5" />;
    case "now":
      return <Spinner className="size-3.5!" />;
    case "later":
      return <Circle aria-hidden className="size-2" />;
  }
}

function tookWords(milliseconds: number): string {
  return milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : formatDuration(milliseconds);
}
