"use client";

import { Trash2 } from "lucide-react";
import { idle, type ActionState } from "@/lib/domain/action-state";
import { Button } from "./ui/button";
import { ConfirmDialog } from "./ui/confirm-dialog";

interface HostRemoveProps {
  host: { id: string; name: string };
  /** Leads to the list of hosts when it is done. */
  remove: (previous: ActionState, input: { id: string }) => Promise<ActionState>;
}

export function HostRemove({ host, remove }: HostRemoveProps) {
  async function confirm() {
    const answer = await remove(idle, { id: host.id });
    if (answer?.status === "refused") throw new Error(answer.message);
  }

  return (
    <ConfirmDialog
      danger
      trigger={
        <Button>
          <Trash2 aria-hidden />
          Remove
        </Button>
      }
      title={`Remove ${host.name}?`}
      description="Its key or password is deleted here. Nothing on the host changes, and your old jobs keep its name, their output and their files."
      confirmLabel="Remove the host"
      cancelLabel="Keep it"
      onConfirm={confirm}
    />
  );
}
