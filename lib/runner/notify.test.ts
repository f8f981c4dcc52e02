import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type SmtpCatcher, startSmtp } from "@/e2e/support/smtp";
import { AppError } from "@/lib/domain/errors";
import type { DeliveryId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import type { MailWish } from "@/lib/domain/mail-wish";
import type { User } from "@/lib/domain/user";
import type { CheckedMailer } from "@/lib/mail/mailer";
import { outboxMailer } from "@/lib/mail/outbox-mailer";
import { smtpMailer } from "@/lib/mail/smtp-mailer";
import { openStores, type Stores } from "@/lib/store/open-stores";
import { write } from "@/lib/store/transaction";
import { createLiveBus } from "./live-bus";
import { planMail, sendMail } from "./notify";
import type { Services } from "./services";

const hour = 3_600_000;

let smtp: SmtpCatcher;
let mailer: CheckedMailer;
let dataDir: string;
let stores: Stores;
let services: Services;
let clock: number;
let user: User;

beforeAll(async () => {
  smtp = await startSmtp();
});

afterAll(() => smtp.close());

beforeEach(() => {
  clock = Date.parse("2026-11-24T06:00:00Z");
  dataDir = mkdtempSync(path.join(tmpdir(), "sqmpy-notify-"));
  mailer = smtpMailer({ url: smtp.url, from: "Sqmpy <sqmpy@example.org>", timeoutMs: 700 });
  start();
  user = stores.desk.users.create({ name: "Ada", email: "ada@example.org", passwordHash: null, role: "member" }, now());
});

afterEach(async () => {
  mailer.close();
  stores.close();
  rmSync(dataDir, { recursive: true });
  await smtp.setFault(null);
  smtp.clear();
});

function now(): Date {
  return new Date(clock);
}

/** What happens when the process starts: again with the same data folder after a stop. */
function start(): void {
  stores = openStores({ dataDir, now });
  const unreachable = () => Promise.reject(new AppError("unreachable", "lab-3 does not answer."));
  services = {
    ...stores,
    connections: { with: unreachable, test: unreachable, drop: () => undefined, closeAll: () => Promise.resolve() },
    atomically: (work) => write(stores.database, work),
    tell: {
      submitted: async () => undefined,
      cancelRequested: async () => undefined,
      ended: async () => undefined,
      removed: async () => undefined,
      mailPlanned: async () => undefined,
      pollDue: async () => undefined,
    },
    mailer,
    live: createLiveBus((error) => {
      throw error;
    }),
    limits: { fileBytes: 1, jobBytes: 1, jobFiles: 1 },
    baseUrl: "https://sqmpy.example.org",
    now,
    log: () => undefined,
  };
}

function stopAndStart(): void {
  stores.close();
  start();
}

function makeJob(mailWish: MailWish | null = null): Job {
  const host = stores.desk.hosts.list(user.id)[0] ?? stores.desk.hosts.create(user.id, hostSpec, now());
  const { job } = stores.desk.jobs.create(user.id, { ...jobSpec, submissionKey: crypto.randomUUID(), hostId: host.id, mailWish }, now());
  return job;
}

const hostSpec = {
  kind: "ssh" as const,
  name: "lab-3",
  address: "lab-3.example.org",
  port: 22,
  username: "ada",
  credential: { method: "agent" as const },
  publicKey: null,
};

const jobSpec = {
  name: "fit",
  description: "",
  scriptName: "fit.sh",
  script: "#!/bin/sh\necho hello\n",
  interpreter: ["sh"],
  arguments: [],
  environment: [],
  workingDirectory: "~/sqmpy",
  walltimeSeconds: null,
  inputs: [],
  keptInputs: [],
  resubmittedFrom: null,
};

function complete(job: Job): DeliveryId {
  stores.jobs.move(job.id, { to: "completed", startedAt: now(), endedAt: now(), exitCode: 0, endReason: "exit" }, now());
  const id = planMail(services, stores.jobs.get(job.id), "completed", now());
  if (id === null) throw new Error("The mail was not planned.");
  return id;
}

async function keepOutput(job: Job, stdout: string): Promise<void> {
  const [file] = stores.files.record(job.id, [
    { kind: "stdout", path: "stdout", size: Buffer.byteLength(stdout), modifiedAt: null, sha256: null, executable: false, place: "stored", note: null },
  ]);
  if (file) await stores.files.store(file, Readable.from([stdout]));
}

function mailEvents(job: Job): (string | null)[] {
  return stores.desk.jobs.events(user.id, job.id).filter(({ kind }) => kind === "mail").map(({ text }) => text);
}

describe("planMail", () => {
  it("follows the account's wish, and the job's where it has one", () => {
    stores.desk.users.setMailWish(user.id, ["failed"]);
    expect(planMail(services, makeJob(), "failed", now())).not.toBeNull();
    expect(planMail(services, makeJob(), "completed", now())).toBeNull();
    expect(planMail(services, makeJob(["completed"]), "completed", now())).not.toBeNull();
    expect(planMail(services, makeJob(["completed"]), "failed", now())).toBeNull();
    expect(planMail(services, makeJob([]), "failed", now())).toBeNull();
  });

  it("plans one mail a job and change, however often it is asked", () => {
    const job = makeJob(["queued", "failed"]);
    const first = planMail(services, job, "failed", now());
    expect(planMail(services, job, "failed", now())).toBe(first);
    expect(planMail(services, job, "queued", now())).not.toBe(first);
    expect(stores.desk.deliveries.latest(10)).toHaveLength(2);
  });
});

describe("sendMail", () => {
  it("sends with the last lines of the kept output, and writes it down", async () => {
    const job = makeJob();
    await keepOutput(job, `${"x".repeat(200)}\n`.repeat(1_000) + "the last line\n");
    const id = complete(job);

    expect(await sendMail(services, id)).toBe("sent");
    expect(smtp.mails).toHaveLength(1);
    expect(smtp.mails[0]).toMatchObject({ to: ["ada@example.org"], subject: "✓ Completed: fit on lab-3", messageId: `<job.${job.id}.completed@sqmpy.example.org>` });
    expect(smtp.mails[0]?.text).toContain("the last line");
    expect(smtp.mails[0]?.text).toContain(`https://sqmpy.example.org/jobs/${job.id}`);
    expect(stores.deliveries.get(id)).toMatchObject({ state: "sent", tries: 1, note: null, sentAt: now() });
    expect(mailEvents(job)).toEqual(["Email sent to ada@example.org."]);
  });

  it("sends once, however often it is asked", async () => {
    const id = complete(makeJob());
    const outcomes = await Promise.all([sendMail(services, id), sendMail(services, id)]);
    expect(outcomes.sort()).toEqual(["left", "sent"]);
    expect(await sendMail(services, id)).toBe("left");
    expect(smtp.mails).toHaveLength(1);
  });

  it("goes out without lines when the host does not answer, and says so", async () => {
    const job = makeJob();
    stores.jobs.setDirectory(job.id, "/home/ada/sqmpy");
    await sendMail(services, complete(job));
    expect(smtp.mails[0]?.text).toContain("The last lines of output could not be read from lab-3: lab-3 does not answer.");
  });

  it("throws what is worth another try, and explains it once it went", async () => {
    const job = makeJob();
    const id = complete(job);
    await smtp.setFault("busy");
    await expect(sendMail(services, id)).rejects.toMatchObject({ code: "mail", transient: true });
    expect(stores.deliveries.get(id)).toMatchObject({ state: "waiting", tries: 1, note: expect.stringContaining("try again later: 451") });
    expect(mailEvents(job)).toEqual([]);

    await smtp.setFault(null);
    expect(await sendMail(services, id)).toBe("sent");
    expect(stores.deliveries.get(id)).toMatchObject({ state: "sent", tries: 2, note: expect.stringMatching(/^Sent at try 2\. Before: .*451/) });
    expect(smtp.mails).toHaveLength(1);
  });

  it("explains the second copy that a cut line may have made", async () => {
    const id = complete(makeJob());
    await smtp.setFault("drop");
    await expect(sendMail(services, id)).rejects.toMatchObject({ transient: true });
    await smtp.setFault(null);
    await sendMail(services, id);
    expect(new Set(smtp.mails.map(({ messageId }) => messageId)).size).toBe(1);
    expect(stores.deliveries.get(id)?.note).toMatch(/may have arrived/);
  });

  it("ends at a refusal, which changes nothing about the job", async () => {
    const job = makeJob();
    const id = complete(job);
    await smtp.setFault("reject");
    expect(await sendMail(services, id)).toBe("failed");
    expect(stores.deliveries.get(id)).toMatchObject({ state: "failed", note: expect.stringContaining("550") });
    expect(mailEvents(job)).toEqual([expect.stringMatching(/^Email to ada@example\.org failed: .*550/)]);
    expect(stores.jobs.get(job.id).state).toBe("completed");
    await smtp.setFault(null);
    expect(await sendMail(services, id)).toBe("left");
  });

  it("gives up on a mail server that stays away for three days", async () => {
    const job = makeJob();
    const id = complete(job);
    await smtp.setFault("refuse");
    clock += 71 * hour;
    await expect(sendMail(services, id)).rejects.toMatchObject({ transient: true });
    clock += 2 * hour;
    expect(await sendMail(services, id)).toBe("failed");
    expect(mailEvents(job)[0]).toMatch(/Given up after 3 days\. Nothing listens/);
  });

  it("sends again what a stop cut, with the same Message-ID, and says why", async () => {
    const id = complete(makeJob());
    expect(stores.deliveries.claim(id, now())).toEqual({ claimed: true, resumed: false });
    expect(await sendMail(services, id)).toBe("left");

    stopAndStart();
    expect(stores.deliveries.stuck(now()).map((delivery) => delivery.id)).toEqual([id]);
    expect(await sendMail(services, id)).toBe("sent");
    expect(stores.deliveries.get(id)).toMatchObject({ state: "sent", tries: 2, note: expect.stringMatching(/Sqmpy was stopped.*second copy with the same Message-ID/) });
  });

  it("finds in the outbox that the cut try had arrived, and keeps one copy", async () => {
    services.mailer = outboxMailer({ folder: path.join(dataDir, "outbox"), from: "Sqmpy <sqmpy@localhost>", now });
    const { mailer: outbox } = services;
    const id = complete(makeJob());
    const dying: Services = { ...services, atomically: () => { throw new Error("killed"); } };
    await expect(sendMail(dying, id)).rejects.toThrow("killed");

    stopAndStart();
    services.mailer = outbox;
    await sendMail(services, id);
    expect(stores.deliveries.get(id)).toMatchObject({ state: "sent", note: expect.stringMatching(/stopped.*already held this email/) });
  });

  it("sends nothing about a job that was deleted meanwhile", async () => {
    const job = makeJob();
    const id = complete(job);
    stores.desk.jobs.remove(user.id, [job.id], { removeRemote: true }, now());
    expect(await sendMail(services, id)).not.toBe("sent");
    expect(smtp.mails).toHaveLength(0);
  });
});
