import type { JobSpec } from "@/lib/domain/job-spec";
import { emptyJobSpec } from "@/lib/domain/empty-job-spec";
import type { UploadItem } from "./upload-item";

const version = 1;

/** What was typed and uploaded, kept in this tab alone until the job is submitted. */
export interface JobDraft {
  values: JobSpec;
  items: readonly UploadItem[];
}

export function draftKey(ownerId: string, from: string | null): string {
  return `sqmpy.draft.${ownerId}.${from ?? "new"}`;
}

/** Where the browser has no room for it all, what was typed goes before the list of uploads. */
export function saveDraft(key: string, draft: JobDraft): void {
  if (trySave(key, draft) || trySave(key, { ...draft, items: [] })) return;
  sessionStorage.removeItem(key);
  console.warn("This browser has no room to keep what was typed over a reload.");
}

function trySave(key: string, draft: JobDraft): boolean {
  try {
    sessionStorage.setItem(key, JSON.stringify({ version, ...draft }));
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

export function readDraft(key: string): JobDraft | null {
  const text = sessionStorage.getItem(key);
  if (text === null) return null;
  try {
    const draft = JSON.parse(text) as Partial<JobDraft & { version: number }>;
    if (draft.version !== version || !draft.values || !Array.isArray(draft.items)) return null;
    return { values: { ...emptyJobSpec, ...draft.values }, items: draft.items };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function clearDraft(key: string): void {
  sessionStorage.removeItem(key);
}
