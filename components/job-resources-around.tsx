"use client";

import { useFormContext, useWatch } from "react-hook-form";
import type { JobSpec } from "@/lib/domain/job-spec";
import { launchers, type Launcher } from "@/lib/domain/resources";
import { ResourceField } from "./job-resources-field";
import { batchLanguage } from "./batch-language";
import type { BatchForm } from "./use-batch-check";
import { Disclosure } from "./ui/disclosure";
import { Field } from "./ui/field";
import { Select, Textarea } from "./ui/input";

const launcherWords: Record<Launcher, string> = {
  none: "None: the script once, on the first node",
  mpirun: "mpirun: the script on every process",
  srun: "srun: the script on every process",
};

/** What stands around the script: modules, commands, a launcher, and directives in the scheduler's own words. */
export function AroundFields({ batch }: { batch: BatchForm }) {
  const { control, register } = useFormContext<JobSpec>();
  const [modules, before, after, launcher, directives] = useWatch({
    control,
    name: ["resources.modules", "resources.before", "resources.after", "resources.launcher", "resources.directives"],
  });
  const set = [
    modules.trim() !== "" && `modules ${modules.trim()}`,
    launcher !== "none" && launcher,
    before.trim() !== "" && "commands before",
    after.trim() !== "" && "commands after",
    directives.trim() !== "" && "directives",
  ].filter(Boolean);
  const hasProblem = (["modules", "before", "after", "directives"] as const).some((name) => batch.problem(`resources.${name}`) !== undefined);
  const mark = batchLanguage(batch.batch.kind)?.marks[0];
  const offered = launchers.filter((each) => each !== "srun" || batch.batch.kind === "slurm" || launcher === "srun");
  const code = { spellCheck: false, autoComplete: "off", autoCapitalize: "off", className: "font-mono sm:text-[0.8125rem]" };

  return (
    <Disclosure title="More" summary={set.length > 0 ? set.join(", ") : "modules, commands before and after, launcher, directives"} wanted={set.length > 0 || hasProblem}>
      <div className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <ResourceField name="modules" label="Modules" batch={batch} placeholder="gcc/13.2 openmpi/5.0" hint="Loaded before the script, in this order." />
          <Field label="Launcher" htmlFor="resources-launcher">
            <Select {...register("resources.launcher")}>
              {offered.map((each) => (
                <option key={each} value={each}>
                  {launcherWords[each]}
                </option>
              ))}
            </Select>
          </Field>
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Commands before" htmlFor="resources-before" error={batch.problem("resources.before")}>
            <Textarea {...register("resources.before")} {...code} rows={3} placeholder={"source ~/venv/bin/activate\nexport OMP_NUM_THREADS=4"} />
          </Field>
          <Field label="Commands after" htmlFor="resources-after" error={batch.problem("resources.after")}>
            <Textarea {...register("resources.after")} {...code} rows={3} placeholder={"gzip *.log"} />
          </Field>
        </div>
        <Field
          label="Directives"
          htmlFor="resources-directives"
          error={batch.problem("resources.directives")}
          hint={mark ? `One a line, without ${mark}. They come last, so they win.` : "One a line, in the scheduler's own words."}
        >
          <Textarea {...register("resources.directives")} {...code} rows={2} placeholder={batch.batch.kind === "slurm" ? "--gres=scratch:50G\n--licenses=matlab:1" : undefined} />
        </Field>
      </div>
    </Disclosure>
  );
}
