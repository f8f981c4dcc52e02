"use client";

import { useController, useFormContext, useWatch } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import { mailMomentLabels, mailMoments, type MailWish } from "@/lib/domain/mail-wish";
import { Checkbox } from "./ui/input";

/** Which changes of this job to be mailed about: as the account is set, or its own choice. */
export function MailFields({ accountWish }: { accountWish: MailWish }) {
  const { control } = useFormContext<JobSpec>();
  const { field } = useController({ control, name: "mailWish" });
  const wish = field.value;
  // A plain host has no queue.
  const isQueued = useWatch({ control, name: "scheduler" }) !== "shell";
  const offered = mailMoments.filter((moment) => moment !== "queued" || isQueued);

  function tick(moment: MailWish[number], ticked: boolean) {
    const next = new Set(wish ?? []);
    if (ticked) next.add(moment);
    else next.delete(moment);
    field.onChange(offered.filter((each) => next.has(each)));
  }

  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium text-ink">Email</legend>
      <label className="flex items-start gap-2.5 text-sm text-ink">
        <input type="radio" name="mail" className="mt-0.5 size-4.5 accent-accent" checked={wish === null} onChange={() => field.onChange(null)} />
        <span>
          As in my settings <span className="text-ink-faint">({wishWords(accountWish)})</span>
        </span>
      </label>
      <label className="flex items-start gap-2.5 text-sm text-ink">
        <input type="radio" name="mail" className="mt-0.5 size-4.5 accent-accent" checked={wish !== null} onChange={() => field.onChange(accountWish)} />
        For this job:
      </label>
      {wish !== null && (
        <div className="ml-7 flex flex-wrap gap-x-5 gap-y-2">
          {offered.map((moment) => (
            <Checkbox key={moment} label={mailMomentLabels[moment]} checked={wish.includes(moment)} onChange={(event) => tick(moment, event.target.checked)} />
          ))}
          {wish.length === 0 && <p className="w-full text-[0.8125rem] text-ink-faint">No email about this job.</p>}
        </div>
      )}
    </fieldset>
  );
}

function wishWords(wish: MailWish): string {
  return wish.length === 0 ? "none" : wish.map((moment) => mailMomentLabels[moment].toLowerCase()).join(", ");
}
