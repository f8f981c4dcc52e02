"use client";

import { Plus, X } from "lucide-react";
import { useFieldArray, useFormContext, useWatch } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import { isFinal, stateLabels } from "@/lib/domain/job-state";
import { dependencyConditions } from "@/lib/domain/task";
import { conditionWords } from "./dependency-words";
import type { JobOption } from "./job-form-start";
import { Button } from "./ui/button";
import { Select } from "./ui/input";

/** Jobs that this one waits for, on whatever host, each with how it must have ended. */
export function DependencyFields({ jobs }: { jobs: readonly JobOption[] }) {
  const { control, register, formState } = useFormContext<JobSpec>();
  const { fields, append, remove } = useFieldArray({ control, name: "dependencies" });
  const chosen = useWatch({ control, name: "dependencies" });
  const errors = formState.errors.dependencies;
  const living = jobs.filter(({ state }) => !isFinal(state));
  const ended = jobs.filter(({ state }) => isFinal(state));

  return (
    <fieldset className="flex min-w-0 flex-col gap-2.5">
      <legend className="mb-1.5 text-sm font-medium text-ink">
        Start after <span className="ml-0.5 font-normal text-ink-faint">optional</span>
      </legend>
      {fields.map((field, index) => {
        const problem = errors?.[index]?.onJobId?.message ?? errors?.[index]?.message;
        const errorId = `dependencies-${index}-error`;
        const taken = new Set(chosen.filter((_, other) => other !== index).map(({ onJobId }) => onJobId));
        const known = chosen[index]?.onJobId ?? "";
        const options = (title: string, list: readonly JobOption[]) =>
          list.length > 0 && (
            <optgroup label={title}>
              {list.map((job) => (
                <option key={job.id} value={job.id} disabled={taken.has(job.id)}>
                  {job.name} · {job.hostName} ({stateLabels[job.state].toLowerCase()})
                </option>
              ))}
            </optgroup>
          );

        return (
          <div key={field.id} className="flex flex-col gap-1">
            <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-2 sm:grid-cols-[minmax(0,3fr)_minmax(0,2fr)_auto]">
              <Select
                {...register(`dependencies.${index}.onJobId`)}
                aria-label={`Job ${index + 1} to wait for`}
                aria-invalid={problem ? true : undefined}
                aria-describedby={problem ? errorId : undefined}
                className="max-sm:col-span-2"
              >
                <option value="">Choose a job</option>
                {known !== "" && !jobs.some(({ id }) => id === known) && <option value={known}>Job {known}</option>}
                {options("Not ended", living)}
                {options("Ended", ended)}
              </Select>
              <Select {...register(`dependencies.${index}.condition`)} aria-label={`How job ${index + 1} must have ended`}>
                {dependencyConditions.map((condition) => (
                  <option key={condition} value={condition}>
                    {conditionWords[condition]}
                  </option>
                ))}
              </Select>
              <Button variant="ghost" className="w-10 px-0!" aria-label={`Do not wait for job ${index + 1}`} onClick={() => remove(index)}>
                <X aria-hidden />
              </Button>
            </div>
            {problem && (
              <p id={errorId} className="text-[0.8125rem] text-bad">
                {problem}
              </p>
            )}
          </div>
        );
      })}
      {errors?.root?.message && <p className="text-[0.8125rem] text-bad">{errors.root.message}</p>}
      {jobs.length === 0 ? (
        <p className="text-[0.8125rem] text-ink-faint">There are no other jobs yet that it could wait for.</p>
      ) : (
        <div>
          <Button size="sm" onClick={() => append({ onJobId: "", condition: "ok" })}>
            <Plus aria-hidden />
            Wait for a job
          </Button>
        </div>
      )}
    </fieldset>
  );
}
