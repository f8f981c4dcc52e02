"use client";

import { Ban, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { idle, type ActionState } from "@/lib/domain/action-state";
import type { JobSummary } from "@/lib/domain/job";
import { isFinal } from "@/lib/domain/job-state";
import { Button } from "./ui/button";
import { ConfirmDialog } from "./ui/confirm-dialog";
import { Checkbox } from "./ui/input";

export type BulkAction = (previous: ActionState, input: { ids: string[]; removeRemote?: boolean }) => Promise<ActionState>;

interface JobBulkBarProps {
  selected: readonly JobSummary[];
  cancel: BulkAction;
  remove: BulkAction;
  onDone: () => void;
}

/** What can be done with the jobs selected: cancel those that live, delete those that have ended. */
export function JobBulkBar({ selected, cancel, remove, onDone }: JobBulkBarProps) {
  const [removeRemote, setRemoveRemote] = useState(false);
  const ended = selected.filter(({ state }) => isFinal(state)).map(({ id }) => id);
  const living = selected.filter(({ state, cancelRequestedAt }) => !isFinal(state) && !cancelRequestedAt).map(({ id }) => id);
  if (selected.length === 0) return null;

  async function act(action: BulkAction, input: { ids: string[]; removeRemote?: boolean }) {
    const answer = await action(idle, input);
    if (answer.status === "refused") throw new Error(answer.message);
    if (answer.status === "done" && answer.message) toast.success(answer.message);
    onDone();
  }

  return (
    <div className="flex flex-wrap items-center gap-2">
      <ConfirmDialog
        trigger={
          <Button size="sm" disabled={living.length === 0}>
            <Ban aria-hidden />
            Cancel {living.length > 0 && living.length}
          </Button>
        }
        title={living.length === 1 ? "Cancel this job?" : `Cancel ${living.length} jobs?`}
        description="The scripts and all that they started are asked to end, and are ended after 10 seconds. What they wrote so far is kept."
        confirmLabel={living.length === 1 ? "Cancel the job" : "Cancel the jobs"}
        cancelLabel={living.length === 1 ? "Let it go on" : "Let them go on"}
        danger
        onConfirm={() => act(cancel, { ids: living })}
      />
      <ConfirmDialog
        trigger={
          <Button size="sm" disabled={ended.length === 0}>
            <Trash2 aria-hidden />
            Delete {ended.length > 0 && ended.length}
          </Button>
        }
        title={ended.length === 1 ? "Delete this job?" : `Delete ${ended.length} jobs?`}
        description={`${ended.length === 1 ? "The job goes" : "The jobs go"} from the history with the log and all files kept here. This cannot be undone.`}
        confirmLabel="Delete"
        danger
        onConfirm={() => act(remove, { ids: ended, removeRemote })}
      >
        <Checkbox
          label={ended.length === 1 ? "Also remove its folder on the host" : "Also remove their folders on the hosts"}
          hint="Of a working directory that you chose yourself, only Sqmpy's own folder in it goes."
          checked={removeRemote}
          onChange={(event) => setRemoveRemote(event.target.checked)}
        />
        {ended.length < selected.length && <p className="mt-3 text-[0.8125rem] text-ink-soft">{selected.length - ended.length} of those selected have not ended, and stay.</p>}
      </ConfirmDialog>
    </div>
  );
}
