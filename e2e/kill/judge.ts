import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "../support/lab";
import type { CaughtMail } from "../support/smtp";
import type { Submitted } from "./submit-surely";

export interface Planned {
  /** The submission key, which the script also counts its starts under. */
  key: string;
  exitCode: number;
  seconds: number;
  lines: number;
}

export interface Verdict {
  counts: {
    submitted: number;
    lost: number;
    doubled: number;
    wrongEnd: number;
    truncated: number;
    mailsMissing: number;
    mailsDoubled: number;
    mailsDoubledAndExplained: number;
  };
  jobsAtFault: number;
  problems: string[];
  /** How each mail came to be sent twice. */
  explanations: string[];
}

/** A machine under load may be this slow to read the mail server's answer, and to write down that the mail is sent. */
const windowMs = 1_000;

/** Holds what the app's database says against what the host, the files and the mail server saw. */
export async function judge(lab: Lab, plans: readonly Planned[], submitted: readonly Submitted[], killedAt: readonly Date[]): Promise<Verdict> {
  const counts: Verdict["counts"] = {
    submitted: plans.length,
    lost: 0,
    doubled: 0,
    wrongEnd: 0,
    truncated: 0,
    mailsMissing: 0,
    mailsDoubled: 0,
    mailsDoubledAndExplained: 0,
  };
  const problems: string[] = [];
  const explanations: string[] = [];
  const atFault = new Set<string>();
  const blame = (what: keyof Verdict["counts"], plan: Planned, sentence: string) => {
    counts[what]++;
    atFault.add(plan.key);
    problems.push(`${plan.key}: ${sentence}`);
  };

  const starts = startsByKey(join(lab.home, "ran"));
  const mails = lab.mailsByJob();
  await lab.withStores(async ({ desk, files }) => {
    for (const plan of plans) {
      const entry = submitted.find(({ key }) => key === plan.key);
      const job = entry ? desk.jobs.find(lab.userId, entry.jobId as never) : undefined;
      const started = starts.get(plan.key) ?? 0;
      if (!job || started === 0) blame("lost", plan, `never ran (${job?.state ?? "no such job"}, ${job?.waitReason ?? job?.silence ?? "no reason"})`);
      if (started > 1) blame("doubled", plan, `ran ${started} times`);
      if (!job) continue;

      const wanted = plan.exitCode === 0 ? "completed" : "failed";
      if (job.state !== wanted || job.exitCode !== plan.exitCode) blame("wrongEnd", plan, `ended ${job.state} with ${job.exitCode}, wanted ${wanted}`);

      const lines = Array.from({ length: plan.lines }, (_, index) => `${plan.key} line ${index + 1}\n`).join("");
      const expected = { "result.txt": lines, "stdout.txt": `${lines}last\n` };
      for (const [path, text] of Object.entries(expected)) {
        const file = desk.jobs.files(lab.userId, job.id).find((candidate) => candidate.path === path);
        const copy = file?.place === "stored" ? await sha256Of(await files.open(file)) : "not stored";
        if (copy !== createHash("sha256").update(text).digest("hex")) blame("truncated", plan, `${path} differs (${copy.slice(0, 12)})`);
      }

      const received = mails.get(job.id) ?? [];
      const delivery = desk.deliveries.ofJob(lab.userId, job.id)[0];
      if (received.length === 0) blame("mailsMissing", plan, `no mail (${delivery?.state ?? "not planned"}: ${delivery?.note ?? ""})`);
      if (received.length < 2) continue;

      const why = delivery?.note ? explainCopies(received, killedAt) : null;
      if (why === null) blame("mailsDoubled", plan, `${received.length} mails without a kill that explains them (${delivery?.note ?? "no note"})`);
      else counts.mailsDoubledAndExplained++;
      if (why !== null) explanations.push(`${plan.key}: ${why}`);
    }
  });
  return { counts, jobsAtFault: atFault.size, problems, explanations };
}

/**
 * Every copy but the last must have reached the mail server about when the app was killed, which then could not write down
 * that it was sent. Null when one did not, or has a Message-ID of its own.
 */
function explainCopies(received: readonly CaughtMail[], killedAt: readonly Date[]): string | null {
  if (new Set(received.map(({ messageId }) => messageId)).size > 1) return null;
  const gaps = received.slice(0, -1).map(({ at }) => gapToNearest(at, killedAt));
  if (gaps.some((gap) => Math.abs(gap) > windowMs)) return null;
  return gaps.map((gap) => `taken by the mail server ${Math.abs(gap)} ms ${gap < 0 ? "before" : "after"} the kill`).join(", ");
}

/** Milliseconds from the nearest of these moments; negative before it. */
function gapToNearest(at: Date, moments: readonly Date[]): number {
  const gaps = moments.map((moment) => at.getTime() - moment.getTime());
  return gaps.reduce((nearest, gap) => (Math.abs(gap) < Math.abs(nearest) ? gap : nearest), Infinity);
}

function startsByKey(folder: string): Map<string, number> {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8").split("\n").length - 1]));
}

async function sha256Of(stream: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest("hex");
}
