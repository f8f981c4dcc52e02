"use client";

import { useFormContext, useWatch } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import type { MailWish } from "@/lib/domain/mail-wish";
import { EnvironmentFields } from "./job-form-environment";
import { MailFields } from "./job-form-mail";
import { WalltimeField } from "./job-form-walltime";
import { Field } from "./ui/field";
import { Input, Textarea } from "./ui/input";

/** Everything that a job can do without; the walltime too, where it does not stand among the resources. */
export function OptionFields({ accountWish, ownWalltime }: { accountWish: MailWish; ownWalltime: boolean }) {
  const { control, register, formState } = useFormContext<JobSpec>();
  const { errors } = formState;
  const scriptName = useWatch({ control, name: "scriptName" });

  return (
    <div className="flex flex-col gap-5">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" htmlFor="name" optional error={errors.name?.message}>
          <Input {...register("name")} placeholder={scriptName} autoComplete="off" />
        </Field>
        {ownWalltime && <WalltimeField batch={null} />}
      </div>
      <Field label="Working directory" htmlFor="workingDirectory" optional error={errors.workingDirectory?.message} hint="Empty: a new folder for this job alone. A folder shared by jobs keeps what they leave.">
        <Input {...register("workingDirectory")} placeholder="~/sqmpy/<job id>" autoComplete="off" spellCheck={false} autoCapitalize="off" className="font-mono" />
      </Field>
      <Field label="Description" htmlFor="description" optional error={errors.description?.message}>
        <Textarea {...register("description")} rows={2} placeholder="What this is about; the history finds it by these words." />
      </Field>
      <EnvironmentFields />
      <MailFields accountWish={accountWish} />
    </div>
  );
}
