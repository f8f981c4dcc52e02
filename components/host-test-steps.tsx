import { Check, Circle, CircleQuestionMark, Minus, TriangleAlert, X } from "lucide-react";
import { connectionStepLabels, connectionSteps, type ConnectionStep, type ConnectionStepResult } from "@/lib/domain/host";
import { formatDuration } from "@/lib/format/duration";
import { classes } from "./ui/classes";
import { Spinner } from "./ui/spinner";

interface HostTestStepsProps {
  results: readonly ConnectionStepResult[];
  testing: boolean;
  /** The host key waits for its owner's word: at the first contact, which is no failure, or because it changed. */
  hostKey: "first_contact" | "changed" | null;
  /** This computer has no way to go before its shell. */
  isLocal: boolean;
}

/** Said shortly, since the fingerprints stand above the steps. */
const keyDetails = {
  first_contact: "First contact: its key is to be compared once, see above.",
  changed: "It shows another key than the one you trusted, see above.",
};

const localSteps: readonly ConnectionStep[] = ["shell", "sftp", "disk", "scheduler"];

type Look = ConnectionStepResult["outcome"] | "asks" | "now" | "later";

const looks: Record<Look, { className: string; words: string }> = {
  ok: { className: "bg-good-soft text-good", words: "passed" },
  warning: { className: "bg-warn-soft text-warn", words: "passed, with a warning" },
  failed: { className: "bg-bad-soft text-bad", words: "failed" },
  skipped: { className: "bg-neutral-soft text-ink-faint", words: "not tried" },
  asks: { className: "bg-warn-soft text-warn", words: "to confirm" },
  now: { className: "bg-accent-soft text-accent", words: "under way" },
  later: { className: "bg-neutral-soft text-ink-faint", words: "not yet" },
};

export function HostTestSteps({ results, testing, hostKey, isLocal }: HostTestStepsProps) {
  const byStep = new Map(results.map((result) => [result.step, result]));
  const walk = isLocal ? localSteps : connectionSteps;
  const current = testing ? walk.find((step) => !byStep.has(step)) : undefined;

  return (
    <ol aria-label="Steps of the test" className="flex flex-col">
      {walk.map((step) => {
        const result = byStep.get(step);
        const look: Look = step === "host_key" && hostKey === "first_contact" && result?.outcome === "failed" ? "asks" : (result?.outcome ?? (step === current ? "now" : "later"));
        const detail = step === "host_key" && hostKey && result?.outcome === "failed" ? keyDetails[hostKey] : result?.detail;
        return <StepRow key={step} step={step} result={result && { ...result, detail: detail ?? "" }} look={look} />;
      })}
    </ol>
  );
}

function StepRow({ step, result, look }: { step: ConnectionStep; result: ConnectionStepResult | undefined; look: Look }) {
  const isUntouched = look === "later" || look === "skipped";
  const detail = look === "skipped" ? null : result?.detail;

  return (
    <li className="group flex gap-3">
      <div className="flex flex-col items-center">
        <span className={classes("grid size-6 shrink-0 place-items-center rounded-full", looks[look].className)}>
          <StepIcon look={look} />
        </span>
        <span aria-hidden className="w-px flex-1 bg-line group-last:hidden" />
      </div>
      <div className={classes("min-w-0 flex-1 group-last:pb-0", isUntouched ? "pb-3" : "pb-4")}>
        <div className="flex min-h-6 items-center justify-between gap-3">
          <p className={classes("text-sm font-medium", isUntouched ? "text-ink-faint" : "text-ink")}>
            {connectionStepLabels[step]}
            <span className="sr-only">: {looks[look].words}</span>
          </p>
          <span className="shrink-0 text-xs text-ink-faint tabular-nums">{look === "skipped" ? <span aria-hidden>not tried</span> : result && tookWords(result.took)}</span>
        </div>
        {detail && <p className={classes("text-[0.8125rem] wrap-anywhere", look === "failed" ? "text-bad" : "text-ink-soft")}>{detail}</p>}
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
    case "asks":
      return <CircleQuestionMark aria-hidden className="size-4" />;
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
