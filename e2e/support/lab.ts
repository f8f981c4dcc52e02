import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { singleUser } from "@/lib/auth/owner";
import type { HostId, UserId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import { placeOf } from "@/lib/schedulers/scheduler";
import { databaseFile } from "@/lib/store/db";
import { openStores, type Stores } from "@/lib/store/open-stores";
import { freePort } from "./app";
import type { LabHost } from "./lab-host";
import { type CaughtMail, startSmtp, type SmtpCatcher } from "./smtp";

/** A data folder with one person and one host, a mail server, and the environment in which the app uses them. */
export interface Lab {
  dataDir: string;
  environment: Record<string, string>;
  port: number;
  userId: UserId;
  hostId: HostId;
  home: string;
  smtp: SmtpCatcher | null;
  /** Opens the stores while the app is down. */
  withStores<Answer>(work: (stores: Stores) => Promise<Answer> | Answer): Promise<Answer>;
  /** Waits until so many jobs have ended and their mails are out, or the patience is over; the judge then says what is missing. */
  settled(count: number, patienceMs: number): Promise<void>;
  /** The mails that came about each job, by the link in them. */
  mailsByJob(): Map<string, CaughtMail[]>;
  /** Ends the scripts that still run on the host, by the ids that their wrappers wrote down; the app must be down. */
  endAll(): Promise<void>;
  close(): Promise<void>;
}

export async function openLab({ host, smtp: withSmtp = false }: { host: LabHost; smtp?: boolean }): Promise<Lab> {
  const dataDir = mkdtempSync(join(tmpdir(), "sqmpy-lab-"));
  const smtp = withSmtp ? await startSmtp() : null;
  const withStores: Lab["withStores"] = async (work) => {
    const stores = openStores({ dataDir, now: () => new Date() });
    try {
      return await work(stores);
    } finally {
      stores.close();
    }
  };

  const { userId, hostId } = await withStores(({ desk }) => {
    const user = singleUser(desk);
    const made = desk.hosts.create(user.id, { ...host.spec, name: "Lab", publicKey: null }, new Date());
    desk.hosts.offerHostKey(user.id, made.id, host.hostKey);
    desk.hosts.pinHostKey(user.id, made.id, host.hostKey.fingerprint);
    return { userId: user.id, hostId: made.id };
  });

  return {
    dataDir,
    environment: {
      SQMPY_LOGIN_DISABLED: "true",
      SQMPY_DATA_DIR: dataDir,
      SQMPY_LOG_LEVEL: "warn",
      ...(smtp ? { SMTP_URL: smtp.url, SQMPY_MAIL_FROM: "Sqmpy <sqmpy@lab.example>" } : {}),
    },
    port: await freePort(),
    userId,
    hostId,
    home: host.home,
    smtp,
    withStores,
    settled: (count, patienceMs) => settled(dataDir, count, patienceMs),
    mailsByJob: () => byJob(smtp?.mails ?? []),
    endAll: () => withStores(({ jobs }) => jobs.onHost(hostId).forEach(endOne)),
    async close() {
      await smtp?.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function byJob(mails: readonly CaughtMail[]): Map<string, CaughtMail[]> {
  const found = new Map<string, CaughtMail[]>();
  for (const mail of mails) {
    const id = /\/jobs\/([a-z0-9]+)/.exec(mail.text)?.[1];
    if (id) found.set(id, [...(found.get(id) ?? []), mail]);
  }
  return found;
}

function endOne(job: Pick<Job, "id" | "directory">): void {
  if (job.directory === null) return;
  const file = join(placeOf(job, job.directory).control, "child");
  const child = existsSync(file) ? /pid=(\d+)/.exec(readFileSync(file, "utf8"))?.[1] : undefined;
  if (child && existsSync(`/proc/${child}`)) process.kill(-Number(child), "SIGKILL");
}

/** Waits until every one of `count` jobs has ended and no mail waits, by the database of the running app. */
async function settled(dataDir: string, count: number, patienceMs: number): Promise<void> {
  const database = new Sqlite(join(dataDir, databaseFile), { readonly: true });
  try {
    const ended = database.prepare(`SELECT count(*) AS n FROM jobs WHERE state IN ('completed', 'failed', 'canceled')`).pluck();
    const unsent = database.prepare(`SELECT count(*) AS n FROM deliveries WHERE state IN ('waiting', 'sending')`).pluck();
    for (const end = performance.now() + patienceMs; performance.now() < end; ) {
      if (ended.get() === count && unsent.get() === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } finally {
    database.close();
  }
}
