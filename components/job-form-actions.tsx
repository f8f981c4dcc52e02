"use client";

import { Send } from "lucide-react";
import type { ActionState } from "@/lib/domain/action-state";
import type { UploadTotals } from "./upload-item";
import { Alert } from "./ui/alert";
import { Button } from "./ui/button";

interface FormActionsProps {
  state: ActionState;
  pending: boolean;
  waiting: boolean;
  /** False until the page is awake. */
  ready: boolean;
  totals: UploadTotals;
  /** How many fields have errors. */
  errorCount: number;
  restored: boolean;
  onStopWaiting: () => void;
  onStartAfresh: () => void;
}

/** The button that submits, and what it waits for. */
export function FormActions({ state, pending, waiting, ready, totals, errorCount, restored, onStopWaiting, onStartAfresh }: FormActionsProps) {
  const share = totals.size === 0 ? 0 : Math.floor((totals.sent / totals.size) * 100);
  const left = totals.count - totals.done;

  return (
    <div className="flex flex-col gap-3">
      {state.status === "refused" && !pending && !waiting && <Alert tone="bad">{state.message}</Alert>}
      {errorCount > 0 && state.status !== "refused" && (
        <p role="alert" className="text-[0.8125rem] text-bad">
          {errorCount === 1 ? "One field needs another look." : `${errorCount} fields need another look.`}
        </p>
      )}
      {waiting && (
        <Alert
          tone="info"
          title={left === 1 ? "Waiting for 1 upload" : `Waiting for ${left} uploads`}
          action={
            <Button size="sm" onClick={onStopWaiting}>
              Do not submit yet
            </Button>
          }
        >
          {share} % is there. The job is submitted by itself when all is.
        </Alert>
      )}
      <Button type="submit" variant="primary" className="w-full" pending={pending || waiting} disabled={!ready}>
        {!pending && !waiting && <Send aria-hidden />}
        {pending ? "Submitting" : waiting ? "Submitting when the uploads are there" : "Submit job"}
      </Button>
      {restored && (
        <p className="text-[0.8125rem] text-ink-faint">
          What you typed before is back.{" "}
          <button type="button" onClick={onStartAfresh} className="font-medium text-ink-soft underline underline-offset-2 hover:text-ink">
            Start afresh
          </button>
        </p>
      )}
    </div>
  );
}
