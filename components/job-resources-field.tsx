"use client";

import type { ReactNode } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import type { ResourcesSpec } from "@/lib/domain/resources-spec";
import { AskedNote } from "./job-resources-note";
import type { BatchForm } from "./use-batch-check";
import { Field } from "./ui/field";
import { Input, Select } from "./ui/input";

type TextField = Exclude<keyof ResourcesSpec, "exclusive" | "launcher">;

interface ResourceFieldProps {
  name: TextField;
  label: string;
  batch: BatchForm;
  /** Before what the script asks. */
  hint?: ReactNode;
  placeholder?: string;
  numeric?: boolean;
  /** Where the host has a list: its values, each with what to know about it. */
  choices?: readonly { value: string; label: string }[];
  /** What the host takes when nothing is chosen. */
  usual?: string;
  /** Values to choose from that others may stand beside. */
  suggestions?: readonly string[];
  className?: string;
}

/** One of the resources: typed, or chosen where the host has a list. The script's own value stands in it while it is empty. */
export function ResourceField({ name, label, batch, hint, placeholder, numeric = false, choices = [], usual, suggestions = [], className }: ResourceFieldProps) {
  const { control, register } = useFormContext<JobSpec>();
  const value = useWatch({ control, name: `resources.${name}` });
  const asked = batch.asked(name);
  const id = `resources-${name}`;
  const isEmpty = value.trim() === "";
  const hasHint = hint !== undefined || asked !== null;

  return (
    <Field
      label={label}
      htmlFor={id}
      className={className}
      error={batch.problem(`resources.${name}`)}
      hint={
        hasHint && (
          <>
            {hint} <AskedNote asked={asked} isEmpty={isEmpty} />
          </>
        )
      }
    >
      {choices.length > 0 ? (
        <Select {...register(`resources.${name}`)}>
          <option value="">{asked ? `${asked.words} (from your script)` : (usual ?? "As the host gives")}</option>
          {!isEmpty && !choices.some((choice) => choice.value === value) && <option value={value}>{value} (the host does not name it)</option>}
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </Select>
      ) : (
        <Input
          {...register(`resources.${name}`)}
          placeholder={asked?.words ?? placeholder}
          inputMode={numeric ? "numeric" : undefined}
          list={suggestions.length > 0 ? `${id}-list` : undefined}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
        />
      )}
      {suggestions.length > 0 && (
        <datalist id={`${id}-list`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </Field>
  );
}
