"use client";

import { unstable_isUnrecognizedActionError, unstable_rethrow, useRouter } from "next/navigation";
import { startTransition, useActionState, useEffect, useState } from "react";
import type { FieldPath, UseFormReturn } from "react-hook-form";
import { idle, type ActionState } from "@/lib/domain/action-state";
import type { JobSpec } from "@/lib/domain/job-spec";
import { newSubmissionKey } from "./job-form-start";
import { totalsOf, type UploadItem } from "./upload-item";
import type { UploadQueue } from "./upload-queue";

export type SubmitJob = (previous: ActionState, spec: JobSpec) => Promise<ActionState>;

interface JobSubmit {
  form: UseFormReturn<JobSpec>;
  queue: UploadQueue;
  submit: SubmitJob;
  /** The job is made, and its page opens. */
  onMade: () => void;
  /** The form has errors now: lead there. */
  onRefused: () => void;
}

/** Sends the form when all its uploads are there. Sending it again, after whatever happened, makes no second job. */
export function useJobSubmit({ form, queue, submit, onMade, onRefused }: JobSubmit) {
  const router = useRouter();
  const [waiting, setWaiting] = useState(false);
  const [state, dispatch, pending] = useActionState(send, idle);

  async function send(previous: ActionState, spec: JobSpec): Promise<ActionState> {
    let answer: ActionState;
    try {
      answer = await submit(previous, spec);
    } catch (error) {
      unstable_rethrow(error);
      answer = { status: "refused", message: sentenceFor(error) };
    }
    if (answer.status === "done" && answer.goTo) {
      onMade();
      router.push(answer.goTo);
      return answer;
    }
    if (answer.status === "refused") showRefusal(form, queue, answer.fields ?? {});
    onRefused();
    return answer;
  }

  function sendNow() {
    setWaiting(false);
    form.setValue("inputs", inputsOf(queue.snapshot()));
    startTransition(() => dispatch(form.getValues()));
  }

  useEffect(() => {
    if (!waiting) return;
    return queue.subscribe(() => {
      const { count, done, failed, cut } = totalsOf(queue.snapshot());
      if (failed + cut > 0) {
        setWaiting(false);
        onRefused();
      } else if (done === count) sendNow();
    });
  });

  function press() {
    form.setValue("inputs", inputsOf(queue.snapshot()));
    const check = form.handleSubmit(
      () => {
        const { count, done, failed, cut } = totalsOf(queue.snapshot());
        if (failed + cut > 0) onRefused();
        else if (done < count) setWaiting(true);
        else sendNow();
      },
      () => onRefused(),
    );
    void check();
  }

  const isMade = state.status === "done" && state.goTo !== undefined;
  return { state, pending: pending || isMade, waiting, press, stopWaiting: () => setWaiting(false) };
}

/** The inputs of the spec, in the order of the list; one on its way has its place already. */
function inputsOf(items: readonly UploadItem[]): JobSpec["inputs"] {
  return items.map(({ uploadId, path }) => ({ uploadId: uploadId ?? "on its way", path }));
}

function showRefusal(form: UseFormReturn<JobSpec>, queue: UploadQueue, fields: Record<string, string[]>): void {
  const items = queue.snapshot();
  for (const [name, sentences] of Object.entries(fields)) {
    const message = sentences.join(" ");
    const input = /^inputs\.(\d+)/.exec(name)?.[1];
    const item = input === undefined ? undefined : items[Number(input)];
    if (item) queue.refuse(item.key, message);
    else form.setError(name as FieldPath<JobSpec>, { type: "server", message });
  }
  if (fields["submissionKey"]) form.setValue("submissionKey", newSubmissionKey());
}

function sentenceFor(error: unknown): string {
  if (unstable_isUnrecognizedActionError(error)) return "Sqmpy was updated since this page was opened. Reload the page: what you typed is kept.";
  if (error instanceof TypeError) return "Sqmpy could not be reached. What you typed is kept; submit again when the connection is back: it makes one job, not two.";
  return "Sqmpy had a fault of its own. What you typed is kept; submitting again is safe: it makes one job, not two.";
}
