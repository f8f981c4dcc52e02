import { randomBytes } from "node:crypto";
import type { BatchLab } from "@/e2e/support/batch-lab";
import type { JobId } from "@/lib/domain/ids";
import { absentSight, type QueueSight } from "@/lib/domain/queue-sight";
import { noResources, type Resources } from "@/lib/domain/resources";
import { call, type Transport } from "@/lib/transport/transport";
import type { BatchSubmission } from "../batch-scheduler";
import { quote } from "../quote";
import { placeOf, type JobPlace, type RemoteCall } from "../scheduler";

export interface BatchTry {
  name?: string;
  /** Shell lines that stand for the person's script; `$1` is the task's index. */
  command?: string;
  resources?: Partial<Resources>;
  walltimeSeconds?: number | null;
  tasks?: BatchSubmission["tasks"];
  dependencies?: BatchSubmission["dependencies"];
  held?: boolean;
  nonce?: string;
  person?: 0 | 1;
}

export interface Submitted {
  nativeId: string;
  nonce: string;
  place: JobPlace;
  since: Date;
}

export function makeNonce(): string {
  return `q${randomBytes(7).toString("hex")}`;
}

/** All questions to a batch system run with these settings. */
export async function ask<Answer>(lab: BatchLab, question: RemoteCall<Answer>, person: 0 | 1 = 0): Promise<Answer> {
  const transport = await lab.transport(person);
  return call(transport, { ...question, command: inUtc(question.command) });
}

export function inUtc(command: string): string {
  return `export TZ=UTC0 LC_ALL=C\n${command}`;
}

/** Does what the runner does: writes the files, submits in the control folder, reads the id. */
export async function submitBatch(lab: BatchLab, attempt: BatchTry = {}): Promise<Submitted> {
  const transport = await lab.transport(attempt.person);
  const nonce = attempt.nonce ?? makeNonce();
  const id = `job-${nonce}` as JobId;
  const place = placeOf({ id }, `${await transport.home()}/a b ${nonce}`);
  const submission: BatchSubmission = {
    job: { id, name: attempt.name ?? "try" },
    nonce,
    place,
    directives: lab.scheduler.directives({
      resources: { ...noResources, queue: lab.queue, ...attempt.resources },
      walltimeSeconds: attempt.walltimeSeconds === undefined ? 600 : attempt.walltimeSeconds,
    }),
    tasks: attempt.tasks ?? null,
    dependencies: attempt.dependencies ?? [],
    held: attempt.held ?? false,
  };
  await transport.makeDirectory(place.control);
  await writeScript(transport, place, attempt.command ?? "exit 0");
  for (const { name, text } of lab.scheduler.render(submission)) await transport.writeFile(`${place.control}/${name}`, text);

  const since = new Date();
  const result = await transport.exec(`cd ${quote(place.control)} || exit 1\n${lab.scheduler.submitCommand(submission)}`);
  const nativeId = lab.scheduler.readSubmit({ ...result, exitCode: result.exitCode ?? 1 });
  return { nativeId, nonce, place, since };
}

/** A small script in the wrapper's place. */
async function writeScript(transport: Transport, place: JobPlace, command: string): Promise<void> {
  await transport.writeFile(`${place.control}/run.sh`, `#!/bin/sh\ncd ${quote(place.control)} || exit 1\necho "$$" >"began-\${1:-0}"\n${command}\n`);
}

/** What queue and accounting say, as the runner asks them: the accounting about what the queue does not have. */
export async function look(lab: BatchLab, nativeIds: readonly string[]): Promise<Map<string, QueueSight>> {
  const seen = new Map(await ask(lab, lab.scheduler.status(nativeIds)));
  const missing = nativeIds.filter((id) => (seen.get(id) ?? absentSight).state === "absent");
  const question = missing.length > 0 ? lab.scheduler.records(missing) : null;
  if (question) for (const [id, sight] of await ask(lab, question)) seen.set(id, sight);
  return seen;
}

export async function lookAt(lab: BatchLab, nativeId: string): Promise<QueueSight> {
  return (await look(lab, [nativeId])).get(nativeId) ?? absentSight;
}

/** Looks until the sight is as wanted; throws with the last one seen. */
export async function waitFor(lab: BatchLab, nativeId: string, wanted: (sight: QueueSight) => boolean, seconds = patience(lab)): Promise<QueueSight> {
  const end = performance.now() + seconds * 1_000;
  for (;;) {
    const sight = await lookAt(lab, nativeId);
    if (wanted(sight)) return sight;
    if (performance.now() > end) throw new Error(`After ${seconds} s, ${nativeId} is ${JSON.stringify(sight)}`);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
}

export function waitForState(lab: BatchLab, nativeId: string, state: QueueSight["state"], seconds?: number): Promise<QueueSight> {
  return waitFor(lab, nativeId, (sight) => sight.state === state, seconds);
}

/** Until it has ended: by a record, or by its absence where none is kept. */
export function waitForEnd(lab: BatchLab, nativeId: string, seconds?: number): Promise<QueueSight> {
  return waitForState(lab, nativeId, lab.can.remembersEnded ? "ended" : "absent", seconds);
}

export function patience(lab: BatchLab): number {
  return 20 + lab.can.usualSeconds * 6;
}

/** Ids as this one, of jobs that never were. */
export function unknownIds(like: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => like.replace(/\d+/, String(8_000_001 + index)));
}
