"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import { clearDraft, readDraft, saveDraft } from "./job-form-draft";
import { newSubmissionKey, type JobFormStart } from "./job-form-start";
import type { UploadQueue } from "./upload-queue";

const saveEveryMs = 400;

interface DraftOptions {
  key: string;
  form: UseFormReturn<JobSpec>;
  queue: UploadQueue;
  /** What the form opens with when there is no draft. */
  start: JobFormStart;
}

/** Brings back what was typed in this tab, and keeps what is being typed, until the job is made. */
export function useJobDraft({ key, form, queue, start }: DraftOptions) {
  const [restored, setRestored] = useState(false);
  const over = useRef(false);

  useEffect(() => {
    over.current = false;
    const draft = readDraft(key);
    const submissionKey = draft?.values.submissionKey || newSubmissionKey();
    if (draft) {
      const hostId = start.hostAsked ? start.values.hostId : draft.values.hostId || start.values.hostId;
      form.reset({ ...draft.values, submissionKey, hostId }, { keepDefaultValues: true });
      if (queue.snapshot().length === 0) queue.restore(draft.items);
    } else {
      form.setValue("submissionKey", submissionKey);
    }
    queueMicrotask(() => setRestored(draft !== null));

    let timer: ReturnType<typeof setTimeout> | null = null;
    const save = () => {
      timer = null;
      if (over.current) return;
      const values = form.getValues();
      const items = queue.snapshot();
      if (isUntouched(values, start.values) && items.length === 0) clearDraft(key);
      else saveDraft(key, { values, items });
    };
    const plan = () => {
      timer ??= setTimeout(save, saveEveryMs);
    };
    const stopForm = form.subscribe({ formState: { values: true }, callback: plan });
    const stopQueue = queue.subscribe(plan);
    window.addEventListener("pagehide", save);

    return () => {
      stopForm();
      stopQueue();
      window.removeEventListener("pagehide", save);
      if (timer) clearTimeout(timer);
      save();
    };
  }, [key, form, queue, start]);

  const forget = useCallback(() => {
    over.current = true;
    clearDraft(key);
  }, [key]);

  const startAfresh = useCallback(() => {
    queue.clear();
    form.reset({ ...start.values, submissionKey: newSubmissionKey() });
    clearDraft(key);
    setRestored(false);
  }, [key, form, queue, start]);

  return { restored, forget, startAfresh };
}

function isUntouched(values: JobSpec, start: JobSpec): boolean {
  return JSON.stringify({ ...values, submissionKey: "" }) === JSON.stringify({ ...start, submissionKey: "" });
}
