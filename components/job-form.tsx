"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import Link from "next/link";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from "react";
import { FormProvider, useForm, useWatch } from "react-hook-form";
import { exampleJob } from "@/lib/domain/example-job";
import { jobSpecSchema, type JobSpec } from "@/lib/domain/job-spec";
import type { MailWish } from "@/lib/domain/mail-wish";
import { BatchScriptField } from "./batch-script-field";
import { FormActions } from "./job-form-actions";
import { CommandFields } from "./job-form-command";
import { DependencyFields } from "./job-form-dependencies";
import { draftKey } from "./job-form-draft";
import { ExampleOffer } from "./job-form-example";
import { HostField } from "./job-form-host";
import { focusFirstError } from "./job-form-focus";
import { OptionFields } from "./job-form-options";
import type { TryJob } from "./batch-trial";
import { usualScheduler, type HostOption, type JobFormStart, type JobOption } from "./job-form-start";
import { TaskFields } from "./job-form-tasks";
import { useJobSubmit, type SubmitJob } from "./job-form-submit";
import { useJobDraft } from "./job-form-use-draft";
import { JobResources } from "./job-resources";
import type { RefreshOffers } from "./offers-refresh";
import { ScriptField } from "./script-field";
import { ScriptPreview } from "./script-preview";
import { UploadField } from "./upload-field";
import { totalsOf } from "./upload-item";
import { UploadQueue } from "./upload-queue";
import { Card } from "./ui/card";

const noChange = () => () => undefined;

interface JobFormProps {
  ownerId: string;
  hosts: readonly HostOption[];
  start: JobFormStart;
  accountWish: MailWish;
  /** No job yet: the worked example is offered. */
  firstVisit: boolean;
  submit: SubmitJob;
  refreshOffers: RefreshOffers;
  tryJob: TryJob;
  /** Own jobs that this one can wait for, the newest first. */
  jobs: readonly JobOption[];
  /** In place of the host's field while there is no host. */
  noHost: ReactNode;
}

export function JobForm({ ownerId, hosts, start: startNow, accountWish, firstVisit, submit, refreshOffers, tryJob, jobs, noHost }: JobFormProps) {
  const [start] = useState(startNow);
  const form = useForm<JobSpec>({ resolver: zodResolver(jobSpecSchema), defaultValues: start.values, shouldFocusError: false });
  const [queue] = useState(() => new UploadQueue("/api/uploads", ownerId));
  const items = useSyncExternalStore(queue.subscribe, queue.snapshot, queue.snapshot);
  const ready = useSyncExternalStore(noChange, () => true, () => false);
  const element = useRef<HTMLFormElement>(null);

  const draft = useJobDraft({ key: draftKey(ownerId, start.from?.id ?? null), form, queue, start });
  const leadToError = useCallback(() => focusFirstError(element.current), []);
  const { state, pending, waiting, press, stopWaiting } = useJobSubmit({ form, queue, submit, onMade: draft.forget, onRefused: leadToError });

  const [hostId, scheduler, scriptName, script, keptInputs] = useWatch({ control: form.control, name: ["hostId", "scheduler", "scriptName", "script", "keptInputs"] });
  const host = hosts.find(({ id }) => id === hostId);
  const kept = start.keptFiles.filter(({ fileId }) => keptInputs.some((input) => input.fileId === fileId));
  const totals = totalsOf(items);
  const keptSize = kept.reduce((sum, { size }) => sum + size, 0);
  const { errors } = form.formState;
  const keptError = errors.keptInputs?.message ?? errors.keptInputs?.find?.((each) => each?.path)?.path?.message;

  useEffect(() => {
    queue.resume();
    return () => queue.pause();
  }, [queue]);

  // A host that was added from here is there now, and is the one to use.
  const { hostId: offeredHostId, scheduler: offeredScheduler } = startNow.values;
  useEffect(() => {
    if (offeredHostId === "" || form.getValues("hostId") !== "") return;
    form.setValue("hostId", offeredHostId);
    form.setValue("scheduler", offeredScheduler);
    form.setFocus("hostId");
  }, [form, offeredHostId, offeredScheduler]);

  // A draft may be of another host, or of a time before its batch system was found.
  const foreign = scheduler !== "shell" && host !== undefined && host.batch?.kind !== scheduler;
  const ownScheduler = usualScheduler(host);
  useEffect(() => {
    if (foreign) form.setValue("scheduler", ownScheduler);
  }, [form, foreign, ownScheduler]);

  // A file dropped beside the boxes would otherwise be opened in place of the page.
  useEffect(() => {
    const keep = (event: DragEvent) => event.dataTransfer?.types.includes("Files") && event.preventDefault();
    window.addEventListener("dragover", keep);
    window.addEventListener("drop", keep);
    return () => {
      window.removeEventListener("dragover", keep);
      window.removeEventListener("drop", keep);
    };
  }, []);

  const sending = items.some((item) => item.state === "sending");
  useEffect(() => {
    if (!sending) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [sending]);

  function fillExample() {
    for (const [name, value] of Object.entries(exampleJob) as [keyof typeof exampleJob, string][]) {
      form.setValue(name, value, { shouldDirty: true });
    }
    form.clearErrors();
    element.current?.querySelector("[type=submit]")?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  function removeKept(fileId: string) {
    form.setValue("keptInputs", keptInputs.filter((input) => input.fileId !== fileId), { shouldDirty: true });
  }

  return (
    <FormProvider {...form}>
      <form
        ref={element}
        method="post"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending && !waiting) press();
        }}
        className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-6"
      >
        <div className="flex min-w-0 flex-col gap-5">
          {start.from && (
            <p className="text-sm text-ink-soft">
              As in <Link href={`/jobs/${start.from.id}`} className="font-medium text-ink underline underline-offset-2">{start.from.name}</Link>; change what you like. It becomes a job of its own.
            </p>
          )}
          {firstVisit && script.trim() === "" && <ExampleOffer onFill={fillExample} />}
          <Card>{hosts.length === 0 ? noHost : <HostField hosts={hosts} />}</Card>
          <Card title="Script">
            <div className="flex flex-col gap-5">
              <ScriptField host={host} onExample={fillExample} />
              <CommandFields />
            </div>
          </Card>
          <Card title="Input files" description="They lie beside the script in the working directory. Large ones go on after a cut.">
            <UploadField queue={queue} items={items} scriptName={scriptName} kept={kept} onRemoveKept={removeKept} error={errors.inputs?.root?.message ?? errors.inputs?.message ?? keptError} />
          </Card>
          <JobResources host={host} refreshOffers={refreshOffers} />
          {scheduler !== "shell" && <BatchScriptField />}
          <Card title="Tasks and order">
            <div className="flex flex-col gap-5">
              <TaskFields host={host} />
              <DependencyFields jobs={jobs} />
            </div>
          </Card>
          <Card title="Options">
            <OptionFields accountWish={accountWish} ownWalltime={scheduler === "shell"} />
          </Card>
        </div>
        <aside className="flex min-w-0 flex-col gap-5 lg:sticky lg:top-20 lg:max-h-[calc(100dvh-6rem)] lg:overflow-y-auto">
          <ScriptPreview host={host} inputs={{ count: items.length + kept.length, size: totals.size + keptSize }} tryJob={tryJob} />
          <FormActions
            state={state}
            pending={pending}
            waiting={waiting}
            ready={ready}
            totals={totals}
            errorCount={Object.keys(errors).length}
            restored={draft.restored}
            onStopWaiting={stopWaiting}
            onStartAfresh={draft.startAfresh}
          />
        </aside>
      </form>
    </FormProvider>
  );
}
