"use client";

import { Plus, X } from "lucide-react";
import { useFieldArray, useFormContext } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import { Button } from "./ui/button";
import { Input } from "./ui/input";

/** Environment variables, a row each. */
export function EnvironmentFields() {
  const { control, register, formState } = useFormContext<JobSpec>();
  const { fields, append, remove } = useFieldArray({ control, name: "environment" });
  const errors = formState.errors.environment;

  return (
    <fieldset className="flex min-w-0 flex-col gap-2.5">
      <legend className="mb-1.5 text-sm font-medium text-ink">
        Environment <span className="ml-1 font-normal text-ink-faint">optional</span>
      </legend>
      {fields.map((field, index) => {
        const refused = errors?.[index];
        const errorId = `environment-${index}-error`;
        const input = (part: "name" | "value") => ({
          ...register(`environment.${index}.${part}`),
          "aria-label": `${part === "name" ? "Name" : "Value"} of variable ${index + 1}`,
          "aria-invalid": refused?.[part] ? true : undefined,
          "aria-describedby": refused?.[part] ? errorId : undefined,
          spellCheck: false,
          autoComplete: "off",
          autoCapitalize: "off",
        });
        const problem = refused?.name?.message ?? refused?.value?.message;

        return (
          <div key={field.id} className="flex flex-col gap-1">
            <div className="flex items-center gap-2">
              <Input {...input("name")} placeholder="NAME" className="flex-2 font-mono" />
              <span aria-hidden className="text-ink-faint">
                =
              </span>
              <Input {...input("value")} placeholder="value" className="flex-3 font-mono" />
              <Button variant="ghost" className="w-10 px-0!" aria-label={`Remove variable ${index + 1}`} onClick={() => remove(index)}>
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
      <div>
        <Button size="sm" onClick={() => append({ name: "", value: "" })}>
          <Plus aria-hidden />
          Add a variable
        </Button>
      </div>
      {fields.length > 0 && <p className="text-[0.8125rem] text-ink-faint">Values are kept sealed. The script sees them as they are typed, without expansion.</p>}
    </fieldset>
  );
}
