"use client";

import { ShieldAlert } from "lucide-react";
import { useState } from "react";
import { idle, type ActionState } from "@/lib/domain/action-state";
import type { Host, HostKey } from "@/lib/domain/host";
import { HostKeyPrint } from "./host-key-print";
import { Button } from "./ui/button";
import { ConfirmDialog } from "./ui/confirm-dialog";
import { Checkbox } from "./ui/input";

interface HostKeyChangedProps {
  host: Pick<Host, "id" | "address">;
  offered: HostKey;
  pinned: HostKey;
  trust: (previous: ActionState, input: { id: string; fingerprint: string }) => Promise<ActionState>;
  onTrusted: () => void;
}

export function HostKeyChanged({ host, offered, pinned, trust, onTrusted }: HostKeyChangedProps) {
  const [checked, setChecked] = useState(false);

  async function accept() {
    const answer = await trust(idle, { id: host.id, fingerprint: offered.fingerprint });
    if (answer.status === "refused") throw new Error(answer.message);
    onTrusted();
  }

  return (
    <section role="alert" className="rounded-xl border border-bad/50 bg-bad-soft/60 p-4 sm:p-5">
      <h3 className="flex items-center gap-2 font-semibold text-bad">
        <ShieldAlert aria-hidden className="size-5 shrink-0" />
        The key of {host.address} has changed
      </h3>
      <p className="mt-1 text-sm text-ink">
        Either the host was set up anew, or something between here and there pretends to be it. Sqmpy refuses to connect: your jobs are not touched,
        and nothing is sent. Ask the host’s admin which fingerprint is right.
      </p>
      <div className="mt-3 grid gap-2.5 md:grid-cols-2">
        <HostKeyPrint hostKey={pinned} label="Trusted until now" />
        <HostKeyPrint hostKey={offered} label="Shown now" danger />
      </div>
      <div className="mt-4">
        <ConfirmDialog
          danger
          trigger={<Button>The change is right…</Button>}
          title="Trust the new key?"
          description={`From then on Sqmpy signs in to whatever shows this key for ${host.address}. Do it only when the host’s admin has told you that the key was changed.`}
          confirmLabel="Trust the new key"
          cancelLabel="Keep refusing"
          confirmDisabled={!checked}
          onOpenChange={() => setChecked(false)}
          onConfirm={accept}
        >
          <HostKeyPrint hostKey={offered} label="New key" danger />
          <Checkbox
            className="mt-4"
            label="I have compared this fingerprint with what the admin of the host says."
            checked={checked}
            onChange={(event) => setChecked(event.currentTarget.checked)}
          />
        </ConfirmDialog>
      </div>
    </section>
  );
}
