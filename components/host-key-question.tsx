"use client";

import { useState, useTransition } from "react";
import { idle, type ActionState } from "@/lib/domain/action-state";
import type { Host, HostKey } from "@/lib/domain/host";
import { HostKeyChanged } from "./host-key-changed";
import { HostKeyPrint } from "./host-key-print";
import { Alert } from "./ui/alert";
import { Button } from "./ui/button";

interface HostKeyQuestionProps {
  host: Pick<Host, "id" | "address">;
  offered: HostKey;
  pinned: HostKey | null;
  trust: (previous: ActionState, input: { id: string; fingerprint: string }) => Promise<ActionState>;
  /** The offered key is trusted now: go on. */
  onTrusted: () => void;
}

/** Asks about a host key: once at the first contact, and with force when it changed. */
export function HostKeyQuestion({ host, offered, pinned, trust, onTrusted }: HostKeyQuestionProps) {
  const [pending, startTransition] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);

  function accept() {
    startTransition(async () => {
      setProblem(null);
      const answer = await trust(idle, { id: host.id, fingerprint: offered.fingerprint });
      if (answer.status === "refused") setProblem(answer.message);
      else onTrusted();
    });
  }

  if (pinned) return <HostKeyChanged host={host} offered={offered} pinned={pinned} trust={trust} onTrusted={onTrusted} />;

  return (
    <section aria-label="Host key to confirm" className="rounded-xl border border-warn/35 bg-warn-soft/50 p-4 sm:p-5">
      <h3 className="font-semibold text-ink">Is this really {host.address}?</h3>
      <p className="mt-1 text-sm text-ink-soft">
        It is the first contact. The host proves who it is by its key, and this is the key’s fingerprint. Compare it with what your admin
        publishes, or run <code className="font-mono text-ink">ssh-keygen -lf</code> on a key file that you trust.
      </p>
      <div className="mt-3">
        <HostKeyPrint hostKey={offered} />
      </div>
      {problem && (
        <Alert tone="bad" className="mt-3">
          {problem}
        </Alert>
      )}
      <div className="mt-4 flex flex-wrap gap-2.5">
        <Button variant="primary" pending={pending} onClick={accept}>
          Yes, trust this key
        </Button>
      </div>
      <p className="mt-3 text-[0.8125rem] text-ink-soft">Not sure? Leave it: nothing, and no secret, is sent to the host before you say yes.</p>
    </section>
  );
}
