"use client";

import { Ban, CirclePause, CirclePlay, Copy, RotateCw, Trash2 } from "lucide-react";
import { useState, useTransition, type ReactNode } from "react";
import { toast } from "sonner";
import type { ActionState } from "@/lib/domain/action-state";
import { Button, ButtonLink } from "./ui/button";
import { ConfirmDialog } from "./ui/confirm-dialog";
import { Checkbox } from "./ui/input";

type Act<Input> = (input: Input) => Promise<ActionState>;

interface JobActionsProps {
  jobId: string;
  name: string;
  hostName: string;
  /** What a deletion can also remove there; null where nothing was brought. */
  remoteFolder: { path: string; isWhole: boolean } | null;
  canCancel: boolean;
  hasEnded: boolean;
  /** Null where no batch system has it in its queue. */
  inQueue: "waiting" | "held" | null;
  /** More than one script goes on. */
  hasTasks: boolean;
  /** Made by the server for this page: pressing twice makes one job. */
  submissionKey: string;
  cancel: Act<void>;
  resubmit: Act<{ submissionKey: string }>;
  remove: Act<{ removeRemote: boolean }>;
  hold: Act<void>;
  release: Act<void>;
}

/** Shows what an action answers; a refusal is thrown, so that a dialog stays open with it. */
async function settle(answer: Promise<ActionState>): Promise<void> {
  const state = await answer;
  if (state?.status === "refused") throw new Error(state.message);
  if (state?.status === "done" && state.message) toast.success(state.message);
}

export function JobActions({ jobId, name, hostName, remoteFolder, canCancel, hasEnded, inQueue, hasTasks, submissionKey, cancel, resubmit, remove, hold, release }: JobActionsProps) {
  const [removeRemote, setRemoveRemote] = useState(false);
  const [key] = useState(submissionKey);
  const [isResubmitting, startResubmit] = useTransition();

  function resubmitNow() {
    startResubmit(async () => {
      const state = await resubmit({ submissionKey: key });
      if (state?.status === "refused") toast.error(state.message);
    });
  }

  return (
    <>
      {inQueue === "waiting" && <ActButton label="Hold" icon={<CirclePause aria-hidden />} title="It stays in its queue until you release it" act={hold} />}
      {inQueue === "held" && <ActButton label="Release" icon={<CirclePlay aria-hidden />} title="It may start again as its turn comes" act={release} />}
      {canCancel && (
        <ConfirmDialog
          trigger={
            <Button>
              <Ban aria-hidden />
              Cancel
            </Button>
          }
          title={`Cancel “${name}”?`}
          description={
            hasTasks
              ? "All tasks that have not ended are canceled. What they wrote so far is kept."
              : "The script and all that it started are asked to end, and are ended 10 seconds later if they have not. What it wrote so far is kept."
          }
          confirmLabel="Cancel the job"
          cancelLabel="Let it run"
          danger
          onConfirm={() => settle(cancel())}
        />
      )}
      <Button pending={isResubmitting} onClick={resubmitNow} title="The same script, files and settings once more, as a new job">
        {!isResubmitting && <RotateCw aria-hidden />}
        Resubmit
      </Button>
      <ButtonLink href={`/jobs/new?from=${jobId}`}>
        <Copy aria-hidden />
        <span>
          Edit<span className="max-sm:sr-only"> and resubmit</span>
        </span>
      </ButtonLink>
      {hasEnded && (
        <ConfirmDialog
          trigger={
            <Button variant="ghost" className="w-10 px-0!" aria-label="Delete" title="Delete">
              <Trash2 aria-hidden />
            </Button>
          }
          title={`Delete “${name}”?`}
          description="The job goes from the history, with its log and the copies of its files on this server."
          confirmLabel="Delete the job"
          danger
          onConfirm={() => settle(remove({ removeRemote }))}
        >
          {remoteFolder && (
            <Checkbox
              label={remoteFolder.isWhole ? `Also remove the folder on ${hostName}` : `Also remove Sqmpy's own folder on ${hostName}; your files there stay`}
              hint={<code className="font-mono wrap-anywhere">{remoteFolder.path}</code>}
              checked={removeRemote}
              onChange={(event) => setRemoveRemote(event.target.checked)}
            />
          )}
        </ConfirmDialog>
      )}
    </>
  );
}

function ActButton({ label, icon, title, act }: { label: string; icon: ReactNode; title: string; act: Act<void> }) {
  const [isPending, start] = useTransition();

  function press() {
    start(async () => {
      const state = await act();
      if (state?.status === "refused") toast.error(state.message);
      if (state?.status === "done" && state.message) toast.success(state.message);
    });
  }

  return (
    <Button pending={isPending} onClick={press} title={title}>
      {!isPending && icon}
      {label}
    </Button>
  );
}

export function CloseAsLost({ close }: { close: Act<void> }) {
  return (
    <ConfirmDialog
      trigger={<Button size="sm">Close as lost</Button>}
      title="Close this job as lost?"
      description="Do this when you know that it cannot come back, for example because its host is gone. It then counts as failed. If it still runs there, it is not ended."
      confirmLabel="Close as lost"
      danger
      onConfirm={() => settle(close())}
    />
  );
}
