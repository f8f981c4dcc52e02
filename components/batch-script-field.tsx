"use client";

import { useController, useFormContext } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import { ScriptEditor } from "./script-editor";
import { Alert } from "./ui/alert";
import { Button } from "./ui/button";
import { Card } from "./ui/card";
import { ConfirmDialog } from "./ui/confirm-dialog";

/** The batch script while it is edited by hand. */
export function BatchScriptField() {
  const { control } = useFormContext<JobSpec>();
  const { field, fieldState } = useController({ control, name: "batchScript" });
  const error = fieldState.error?.message;
  if (field.value === null) return null;

  return (
    <Card
      title={<span id="batch-script-label">Batch script</span>}
      actions={
        <ConfirmDialog
          trigger={<Button size="sm">Back to the one made from the form</Button>}
          title="Drop what you edited?"
          description="The batch script is made from the form again. What you changed in it by hand is lost."
          confirmLabel="Drop it"
          danger
          onConfirm={() => field.onChange(null)}
        />
      }
    >
      <div className="flex flex-col gap-3">
        <Alert tone="info" title="Edited by hand">
          It is submitted as it stands here. Resources, arguments and interpreter of the form no longer change it.
        </Alert>
        <ScriptEditor
          id="batch-script"
          labelledBy="batch-script-label"
          describedBy={error ? "batch-script-error" : undefined}
          invalid={error !== undefined}
          value={field.value}
          onChange={field.onChange}
          language="shell"
          placeholder="#!/bin/sh"
          focusRef={(focus) => field.ref(focus ? { focus } : null)}
        />
        {error && (
          <p id="batch-script-error" className="text-[0.8125rem] text-bad">
            {error}
          </p>
        )}
      </div>
    </Card>
  );
}
