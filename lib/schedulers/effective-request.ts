import { noResources, type Resources } from "../domain/resources";
import type { BatchRequest, BatchScheduler, DirectiveMeaning } from "./batch-scheduler";
import { readDirectives } from "./read-directives";

/** What a job asks all in all: the directives of its own script, and the form's values, which win. */
export interface EffectiveRequest extends BatchRequest {
  /** What the script itself asks, so that the form can show it. */
  fromScript: DirectiveMeaning;
}

type Language = Pick<BatchScheduler, "marks" | "readDirective">;

/** As `effectiveRequest`; a batch script edited by hand says all by itself. */
export function requestOf(language: Language, job: { script: string; batchScript: string | null; resources: Resources; walltimeSeconds: number | null }): EffectiveRequest {
  if (job.batchScript !== null) return effectiveRequest(language, job.batchScript, noResources, null);
  return effectiveRequest(language, job.script, job.resources, job.walltimeSeconds);
}

export function effectiveRequest(language: Language, script: string, form: Resources, walltimeSeconds: number | null): EffectiveRequest {
  const { found } = readDirectives(language, script);
  const fromScript: DirectiveMeaning = Object.assign({}, ...found.map(({ meaning }) => meaning ?? {}));
  const kept = found.filter(({ meaning }) => meaning === null).map(({ words }) => words);
  return {
    resources: merge(fromScript, kept, form),
    walltimeSeconds: walltimeSeconds ?? fromScript.walltimeSeconds ?? null,
    fromScript,
  };
}

function merge({ walltimeSeconds: _walltime, array: _array, jobName: _name, ...asked }: DirectiveMeaning, kept: readonly string[], form: Resources): Resources {
  const chosen = Object.fromEntries(Object.entries(form).filter(([, value]) => value !== null && value !== false));
  return { ...noResources, ...asked, ...chosen, directives: [...kept, ...form.directives] };
}
