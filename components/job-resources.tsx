"use client";

import { RefreshCw } from "lucide-react";
import { startTransition, useActionState, useEffect } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { toast } from "sonner";
import { idle, type ActionState } from "@/lib/domain/action-state";
import type { JobSpec } from "@/lib/domain/job-spec";
import { schedulerNames } from "@/lib/domain/scheduler-kind";
import { WalltimeField } from "./job-form-walltime";
import { AroundFields } from "./job-resources-around";
import { PlaceFields } from "./job-resources-place";
import { QueueField } from "./job-resources-queue";
import { SizeFields } from "./job-resources-size";
import type { HostBatch, HostOption } from "./job-form-start";
import { useBatchForm } from "./use-batch-check";
import { Alert } from "./ui/alert";
import { Button } from "./ui/button";
import { Card } from "./ui/card";
import { LocalTime } from "./ui/local-time";

export type RefreshOffers = (previous: ActionState, input: { id: string }) => Promise<ActionState>;

/** What the job asks of its host's batch system. Nothing while it starts on the host itself. */
export function JobResources({ host, refreshOffers }: { host: HostOption | undefined; refreshOffers: RefreshOffers }) {
  const { control } = useFormContext<JobSpec>();
  const batchScript = useWatch({ control, name: "batchScript" });
  const batch = useBatchForm(host);
  if (!batch || !host) return null;

  return (
    <Card title="Resources" description={<OffersAge batch={batch.batch} />} actions={<AskAgain hostId={host.id} refreshOffers={refreshOffers} />}>
      <div className="flex flex-col gap-5">
        {batchScript !== null && (
          <Alert tone="info" title="The batch script is edited by hand">
            These fields are still checked against the host, but no longer change the script below.
          </Alert>
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <QueueField batch={batch} />
          <WalltimeField batch={batch} />
        </div>
        <SizeFields batch={batch} />
        <PlaceFields batch={batch} />
        <AroundFields batch={batch} />
      </div>
    </Card>
  );
}

function OffersAge({ batch: { kind, version, offers } }: { batch: HostBatch }) {
  const name = [schedulerNames[kind], offers?.version ?? version].filter(Boolean).join(" ");
  if (!offers) return <>{name}, not asked yet what it offers</>;
  return (
    <>
      {name}, as it answered <LocalTime at={offers.checkedAt} mode="relative" />
    </>
  );
}

function AskAgain({ hostId, refreshOffers }: { hostId: string; refreshOffers: RefreshOffers }) {
  const [state, send, pending] = useActionState(refreshOffers, idle);

  useEffect(() => {
    if (state.status === "refused") toast.error(state.message);
    if (state.status === "done" && state.message) toast.success(state.message);
  }, [state]);

  return (
    <Button size="sm" variant="ghost" pending={pending} onClick={() => startTransition(() => send({ id: hostId }))}>
      {!pending && <RefreshCw aria-hidden />}
      Ask the host again
    </Button>
  );
}
