"use client";

import { startTransition, useActionState, useEffect, useRef, type FormEvent, type ReactNode } from "react";
import { idle, type ActionState } from "@/lib/domain/action-state";
import { Alert } from "./ui/alert";
import { Button } from "./ui/button";
import type { ButtonVariant } from "./ui/button-look";
import { classes } from "./ui/classes";
import { FieldErrorsContext } from "./ui/field-context";

const noErrors: Record<string, string[]> = {};

interface ActionFormProps {
  action: (previous: ActionState, form: FormData) => Promise<ActionState>;
  /** Each Field finds its own errors by its `name` or `htmlFor`; a function gets the state (from client components only). */
  children?: ReactNode | ((state: ActionState, pending: boolean) => ReactNode);
  submitLabel: ReactNode;
  submitVariant?: ButtonVariant;
  /** Beside the button: a link back, a second button. */
  secondary?: ReactNode;
  /** Empties the fields when it is done; after a refusal what was typed always stays. */
  resetOnDone?: boolean;
  onDone?: (state: Extract<ActionState, { status: "done" }>) => void;
  className?: string;
  /** Puts the button over the whole width. */
  wideButton?: boolean;
}

export function ActionForm({
  action,
  children,
  submitLabel,
  submitVariant = "primary",
  secondary,
  resetOnDone = false,
  onDone,
  className,
  wideButton = false,
}: ActionFormProps) {
  const [state, send, pending] = useActionState(action, idle);
  const form = useRef<HTMLFormElement>(null);
  const seen = useRef<ActionState>(idle);

  useEffect(() => {
    if (seen.current === state) return;
    seen.current = state;
    if (state.status === "done") {
      if (resetOnDone) form.current?.reset();
      onDone?.(state);
    }
    if (state.status === "refused") form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [state, resetOnDone, onDone]);

  // Not through React's own form reset, which empties the fields even after a refusal.
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const input = new FormData(event.currentTarget, submitter);
    startTransition(() => send(input));
  }

  return (
    <form ref={form} action={send} onSubmit={submit} noValidate className={classes("flex flex-col gap-5", className)}>
      {state.status === "refused" && <Alert tone="bad">{state.message}</Alert>}
      {state.status === "done" && state.message && <Alert tone="good">{state.message}</Alert>}
      <FieldErrorsContext value={state.status === "refused" ? (state.fields ?? noErrors) : noErrors}>
        {typeof children === "function" ? children(state, pending) : children}
      </FieldErrorsContext>
      <div className="flex flex-wrap items-center gap-2.5">
        <Button type="submit" variant={submitVariant} pending={pending} className={wideButton ? "w-full" : undefined}>
          {submitLabel}
        </Button>
        {secondary}
      </div>
    </form>
  );
}
