"use client";

import { Play, Plug, RotateCw } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import type { ActionState } from "@/lib/domain/action-state";
import { connectionStepLabels, type Host } from "@/lib/domain/host";
import { formatDuration } from "@/lib/format/duration";
import { HostKeyQuestion } from "./host-key-question";
import { HostTestSteps } from "./host-test-steps";
import { Alert } from "./ui/alert";
import { Button, ButtonLink } from "./ui/button";
import { Card } from "./ui/card";
import { useHostTest, type HostTest as Test } from "./use-host-test";

interface HostTestProps {
  host: Pick<Host, "id" | "kind" | "name" | "address" | "hostKey" | "offeredHostKey">;
  autoStart: boolean;
  /** What is known before a test says something newer. */
  note: ReactNode;
  trust: (previous: ActionState, input: { id: string; fingerprint: string }) => Promise<ActionState>;
  /** Brings the page up to date with what a test wrote down. */
  refresh: () => Promise<void>;
}

export function HostTest({ host, autoStart, note, trust, refresh }: HostTestProps) {
  const [test, start] = useHostTest(`/hosts/${host.id}/test`, refresh);
  const started = useRef(false);

  useEffect(() => {
    if (!autoStart) return;
    const timer = setTimeout(() => {
      if (started.current) return;
      started.current = true;
      window.history.replaceState(null, "", window.location.pathname);
      void start();
    });
    return () => clearTimeout(timer);
  }, [autoStart, start]);

  const testing = test.phase === "testing";
  const offered = test.report ? test.report.offeredHostKey : host.offeredHostKey;
  const pinned = test.report ? test.report.pinnedHostKey : host.hostKey;

  return (
    <Card
      title="Connection"
      actions={
        <Button size="sm" variant={test.phase === "idle" ? "primary" : "secondary"} pending={testing} onClick={() => void start()}>
          {!testing && (test.phase === "idle" ? <Plug aria-hidden /> : <RotateCw aria-hidden />)}
          {testing ? "Testing" : test.phase === "idle" ? "Test connection" : "Test again"}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <div aria-live="polite" className="empty:hidden">
          <Outcome test={test} host={host} />
        </div>
        {offered && !testing && (
          <HostKeyQuestion host={host} offered={offered} pinned={pinned} trust={trust} onTrusted={() => void start()} />
        )}
        {test.phase === "idle" && !offered && note}
        {test.phase === "idle" && !offered && !note && (
          <p className="text-sm text-ink-soft">
            The test goes step by step, from the name to the disk, and says which step fails and what to do about it. It leaves nothing on the host.
          </p>
        )}
        {test.phase !== "idle" && <HostTestSteps results={test.steps} testing={testing} hostKey={!offered ? null : pinned ? "changed" : "first_contact"} isLocal={host.kind === "local"} />}
      </div>
    </Card>
  );
}

function Outcome({ test, host }: { test: Test; host: HostTestProps["host"] }) {
  if (test.phase === "broken") return <Alert tone="bad">{test.problem}</Alert>;
  if (test.phase !== "done" || !test.report || test.report.offeredHostKey) return null;

  const failed = test.steps.find(({ outcome }) => outcome === "failed");
  if (failed) {
    return (
      <Alert
        tone="bad"
        title={`It stopped at: ${connectionStepLabels[failed.step]}`}
        action={
          ["name", "tcp", "sign_in"].includes(failed.step) && host.kind === "ssh" ? (
            <ButtonLink size="sm" href={`/hosts/${host.id}/edit`}>
              {failed.step === "sign_in" ? "Edit the sign-in" : "Edit the address"}
            </ButtonLink>
          ) : undefined
        }
      >
        {failed.detail}
      </Alert>
    );
  }

  const warnings = test.steps.filter(({ outcome }) => outcome === "warning").length;
  const took = test.steps.reduce((sum, step) => sum + step.took, 0);
  return (
    <Alert
      tone="good"
      title={`${host.name} is ready for jobs`}
      action={
        <ButtonLink size="sm" variant="primary" href={`/jobs/new?host=${host.id}`}>
          <Play aria-hidden />
          New job here
        </ButtonLink>
      }
    >
      Every step passed{warnings > 0 && `, ${warnings === 1 ? "one" : warnings} with a warning`}, in {formatDuration(took)}.
    </Alert>
  );
}
