"use client";

import { useFormContext, useWatch } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import { schedulerNames } from "@/lib/domain/scheduler-kind";
import { WalltimeField } from "./job-form-walltime";
import { AroundFields } from "./job-resources-around";
import { PlaceFields } from "./job-resources-place";
import { QueueField } from "./job-resources-queue";
import { SizeFields } from "./job-resources-size";
import type { HostBatch, HostOption } from "./job-form-start";
import { OffersRefresh, type RefreshOffers } from "./offers-refresh";
import { useBatchForm } from "./use-batch-check";
import { Alert } from "./ui/alert";
import { Card } from "./ui/card";
import { LocalTime } from "./ui/local-time";

/** What the job asks of its host's batch system. Nothing while it starts on the host itself. */
export function JobResources({ host, refreshOffers }: { host: HostOption | undefined; refreshOffers: RefreshOffers }) {
  const { control } = useFormContext<JobSpec>();
  const batchScript = useWatch({ control, name: "batchScript" });
  const batch = useBatchForm(host);
  if (!batch || !host) return null;

  return (
    <Card title="Resources" description={<OffersAge batch={batch.batch} />} actions={<OffersRefresh hostId={host.id} refreshOffers={refreshOffers} />}>
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
