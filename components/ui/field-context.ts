"use client";

import { createContext, useContext } from "react";

/** Sentences by field name, from the last refusal; `Field` shows those of its `name` (or `htmlFor`). */
export const FieldErrorsContext = createContext<Record<string, string[]>>({});

export interface FieldWiring {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
}

export const FieldContext = createContext<FieldWiring | null>(null);

interface Wired {
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean | "true" | "false" | "grammar" | "spelling";
}

/** The id and aria attributes that a control takes from the Field around it; what the control says itself wins. */
export function useFieldWiring(own: Wired): Wired {
  const field = useContext(FieldContext);
  if (!field || (own.id !== undefined && own.id !== field.id)) return own;
  return {
    id: field.id,
    "aria-describedby": own["aria-describedby"] ?? field.describedBy,
    "aria-invalid": own["aria-invalid"] ?? (field.invalid || undefined),
  };
}
