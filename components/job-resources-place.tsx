"use client";

import { useFormContext, useWatch } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import { formatWalltime } from "@/lib/domain/walltime";
import { ResourceField } from "./job-resources-field";
import { AskedNote } from "./job-resources-note";
import type { BatchForm } from "./use-batch-check";
import { Disclosure } from "./ui/disclosure";
import { Checkbox } from "./ui/input";

/** Who pays, with which priority, and on which nodes. */
export function PlaceFields({ batch }: { batch: BatchForm }) {
  const { control, register } = useFormContext<JobSpec>();
  const resources = useWatch({ control, name: "resources" });
  const { offers } = batch.batch;
  const { queue, request } = batch.check;
  const { account, qos, reservation, constraint, exclusive } = request.resources;
  const set = [account && `account ${account}`, qos && `QOS ${qos}`, reservation && `reservation ${reservation}`, constraint && `features ${constraint}`, exclusive && "exclusive"].filter(Boolean);
  const hasProblem = (["account", "qos", "reservation", "constraint"] as const).some((name) => batch.problem(`resources.${name}`) !== undefined);

  const accounts = offers ? offers.accounts.filter((name) => queue?.accounts?.includes(name) ?? true) : [];
  const allQos = offers ? offers.qos.filter(({ name }) => queue?.qos?.includes(name) ?? true) : [];
  const isExclusiveAsked = batch.asked("exclusive");

  return (
    <Disclosure title="Account and nodes" summary={set.length > 0 ? set.join(", ") : "account, QOS, reservation, features, exclusive"} wanted={set.length > 0 || hasProblem}>
      <div className="grid gap-x-4 gap-y-3.5 sm:grid-cols-2">
        <ResourceField
          name="account"
          label="Account"
          batch={batch}
          choices={accounts.map((name) => ({ value: name, label: name }))}
          usual={offers?.defaultAccount ? `As the host gives: ${offers.defaultAccount}` : undefined}
        />
        <ResourceField
          name="qos"
          label="QOS"
          batch={batch}
          choices={allQos.map(({ name, maxWalltimeSeconds }) => ({ value: name, label: maxWalltimeSeconds === null ? name : `${name}: ${formatWalltime(maxWalltimeSeconds)} at most` }))}
        />
        <ResourceField name="reservation" label="Reservation" batch={batch} choices={(offers?.reservations ?? []).map((name) => ({ value: name, label: name }))} />
        <ResourceField
          name="constraint"
          label="Features"
          batch={batch}
          suggestions={queue?.features}
          hint={queue && queue.features.length > 0 ? <span className="wrap-anywhere">Nodes have {queue.features.slice(0, 8).join(", ")}{queue.features.length > 8 && " and more"}.</span> : undefined}
        />
        <div className="sm:col-span-2">
          <Checkbox
            {...register("resources.exclusive")}
            label="Whole nodes, without jobs of others (exclusive)"
            hint={isExclusiveAsked && !resources.exclusive ? <AskedNote asked={isExclusiveAsked} isEmpty /> : undefined}
          />
        </div>
      </div>
    </Disclosure>
  );
}
