import { parseArguments } from "@/lib/domain/arguments";
import type { JobId } from "@/lib/domain/ids";
import type { JobSpec } from "@/lib/domain/job-spec";
import { chooseInterpreter } from "@/lib/domain/script";
import { parseWalltime } from "@/lib/domain/walltime";
import { placeOf, type WrapperInput } from "@/lib/schedulers/scheduler";
import { commandLine, environmentFile, wrapper } from "@/lib/schedulers/wrapper";
import type { HostOption } from "./job-form-start";

/** Stands where a job's id will be, until it has one. */
const unknownId = "JOB_ID" as JobId;

export type CommandPreview = { ok: true; directory: string; environment: string; command: string; wrapper: string } | { ok: false; problem: string };

/** What would run for a form as it stands; made by the same functions as the real thing. */
export function previewCommand(spec: JobSpec, host: HostOption | undefined): CommandPreview {
  if (spec.script.trim() === "") return { ok: false, problem: "Write a script, or open one, and see here what will run." };
  const words = parseArguments(spec.arguments);
  if (!words.ok) return { ok: false, problem: words.problem };
  const choice = chooseInterpreter(spec.scriptName, spec.script, spec.interpreter);
  if (!choice.ok) return { ok: false, problem: choice.problem };

  const input: WrapperInput = {
    id: unknownId,
    scriptName: spec.scriptName,
    interpreter: choice.interpreter,
    arguments: words.arguments,
    environment: spec.environment.filter(({ name }) => /^[A-Za-z_]\w*$/.test(name)),
    walltimeSeconds: spec.walltime.trim() === "" ? null : parseWalltime(spec.walltime),
  };
  const directory = directoryOf(spec.workingDirectory.trim(), host);
  return {
    ok: true,
    directory,
    environment: environmentFile(input),
    command: commandLine(input),
    wrapper: wrapper(input, placeOf(input, directory)),
  };
}

function directoryOf(asked: string, host: HostOption | undefined): string {
  const directory = asked === "" ? `~/sqmpy/${unknownId}` : asked;
  const home = host?.home?.replace(/\/+$/, "");
  return home && directory.startsWith("~/") ? `${home}${directory.slice(1)}` : directory;
}
