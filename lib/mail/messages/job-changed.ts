import { howItEnded } from "@/lib/domain/how-it-ended";
import type { Job } from "@/lib/domain/job";
import { stateLabels } from "@/lib/domain/job-state";
import type { MailMoment } from "@/lib/domain/mail-wish";
import { formatDuration } from "@/lib/format/duration";
import { formatMoment } from "@/lib/format/moment";
import type { Mail } from "../mailer";
import { cleanLines } from "./clean-lines";
import { type Letter, momentSigns } from "./letter";
import { letterAsHtml } from "./letter-as-html";
import { letterAsText } from "./letter-as-text";
import { messageIdOf, threadIdOf } from "./message-id";
import { singleLine } from "./single-line";

/** The ends of both outputs as they came from the host; `note` says why they are missing or old. */
export interface OutputTail {
  stdout: string;
  stderr: string;
  note: string | null;
}

export interface JobChange {
  job: Job;
  moment: MailMoment;
  to: string;
  /** The job's page. */
  link: string;
  /** Null where the job can have printed nothing yet. */
  output: OutputTail | null;
  /** Without a slash at the end. */
  baseUrl: string;
}

const linesShown = { lines: 20, width: 300 };

/** The mail that tells of one change of a job. The same change always has the same Message-ID. */
export function jobChanged({ job, moment, to, link, output, baseUrl }: JobChange): Mail {
  const letter: Letter = {
    moment,
    label: stateLabels[moment],
    jobName: singleLine(job.name, 200),
    preview: whatHappened(job, moment),
    paragraphs: paragraphsOf(job, moment),
    facts: factsOf(job, moment),
    outputs: output ? outputsOf(output, moment) : [],
    outputNote: output ? outputNoteOf(output, moment) : null,
    jobLink: link,
    reason: reasonOf(job, moment),
    settingsLink: `${baseUrl}/settings`,
  };
  const thread = threadIdOf(job.id, baseUrl);

  return {
    to: singleLine(to, 320),
    subject: singleLine(`${momentSigns[moment]} ${letter.label}: ${singleLine(job.name, 90)} on ${singleLine(job.hostName, 50)}`),
    text: letterAsText(letter),
    html: letterAsHtml(letter),
    messageId: messageIdOf(job.id, moment, baseUrl),
    headers: {
      "In-Reply-To": thread,
      References: thread,
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "X-Sqmpy-Job": job.id,
      "X-Sqmpy-State": moment,
    },
  };
}

function whatHappened(job: Job, moment: MailMoment): string {
  const host = singleLine(job.hostName, 100);
  switch (moment) {
    case "queued":
      return job.waitReason ? `It waits on ${host}: ${singleLine(job.waitReason, 300)}` : `It is on ${host} and waits for its start.`;
    case "active":
      return `It started running on ${host}.`;
    default:
      return howItEnded(job) ?? `It ended on ${host}.`;
  }
}

function paragraphsOf(job: Job, moment: MailMoment): string[] {
  const happened = whatHappened(job, moment);
  const failure = moment === "failed" && job.failure && !happened.includes(job.failure) ? [job.failure] : [];
  const description = cutText(job.description.trim(), 1_000);
  return [happened, ...failure, ...(description ? [description] : [])];
}

function cutText(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length).trimEnd()}…` : text;
}

function factsOf(job: Job, moment: MailMoment): Letter["facts"] {
  const ended = moment !== "queued" && moment !== "active" ? job.endedAt : null;
  const started = moment === "queued" ? null : job.startedAt;
  const facts: [string, string | null][] = [
    ["Host", singleLine(job.hostName, 100)],
    ["Script", singleLine([job.scriptName, ...job.arguments].join(" "), 200)],
    ["Submitted", formatMoment(job.submittedAt, "utc")],
    ["Started", started ? formatMoment(started, "utc") : null],
    ["Ended", ended ? formatMoment(ended, "utc") : null],
    ["Ran for", started && ended ? formatDuration(ended.getTime() - started.getTime()) : null],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

function outputsOf(output: OutputTail, moment: MailMoment): Letter["outputs"] {
  const stdout = cleanLines(output.stdout, linesShown);
  const stderr = cleanLines(output.stderr, linesShown);
  const shown = [
    { title: isFull(stdout) ? `Last ${linesShown.lines} lines of output` : "Output", lines: stdout },
    { title: isFull(stderr) ? `Last ${linesShown.lines} lines of stderr` : "stderr", lines: moment === "failed" ? stderr : [] },
  ].filter(({ lines }) => lines.length > 0);
  return moment === "failed" ? shown.reverse() : shown;
}

function isFull(lines: readonly string[]): boolean {
  return lines.length >= linesShown.lines;
}

function outputNoteOf(output: OutputTail, moment: MailMoment): string | null {
  if (output.note !== null) return output.note;
  const silent = output.stdout.trim() === "" && output.stderr.trim() === "";
  return silent && moment !== "active" ? "The script printed nothing." : null;
}

function reasonOf(job: Job, moment: MailMoment): string {
  const when: Record<MailMoment, string> = {
    queued: "is queued",
    active: "starts running",
    completed: "completes",
    failed: "fails",
    canceled: "is canceled",
  };
  return job.mailWish === null
    ? `You get this email because your settings ask for one when a job ${when[moment]}.`
    : `You get this email because you asked for one when this job ${when[moment]}.`;
}
