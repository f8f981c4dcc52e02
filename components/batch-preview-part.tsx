"use client";

import { FilePenLine } from "lucide-react";
import { useFormContext } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import { batchLanguage } from "./batch-language";
import { previewBatch } from "./batch-preview";
import { BatchTrial, type TryJob } from "./batch-trial";
import { Button } from "./ui/button";
import { CodeBlock } from "./ui/code-block";

/** The batch script as the form makes it now, or the word that it is edited by hand. */
export function BatchPreviewPart({ spec, tryJob }: { spec: JobSpec; tryJob: TryJob }) {
  const { setValue } = useFormContext<JobSpec>();
  if (spec.batchScript !== null) return <p>The batch script is edited by hand: it is submitted as it stands in the form.</p>;

  const language = batchLanguage(spec.scheduler);
  const preview = previewBatch(language, spec);
  if (!preview.ok) return <p>{preview.problem}</p>;

  function edit(script: string) {
    setValue("batchScript", script, { shouldDirty: true });
    requestAnimationFrame(() => document.getElementById("batch-script-label")?.scrollIntoView({ block: "center", behavior: "smooth" }));
  }

  return (
    <>
      <CodeBlock label="Batch script" copy={preview.script} className="max-lg:-mx-1">
        {preview.script}
      </CodeBlock>
      <Button size="sm" className="self-start" onClick={() => edit(preview.script)}>
        <FilePenLine aria-hidden />
        Edit by hand
      </Button>
      {language?.trial && spec.hostId !== "" && <BatchTrial hostId={spec.hostId} script={preview.script} tryJob={tryJob} />}
    </>
  );
}
