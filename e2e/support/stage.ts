import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStores, type Stores } from "@/lib/store/open-stores";
import { type RunningApp, freePort, startApp } from "./app";
import { type InngestServer, startInngestServer } from "./inngest-server";
import { type Lab, openLab } from "./lab";
import { type LabHost, startLabHost } from "./lab-host";
import { removeJobFolders } from "./remove-job-folders";
import { type SmtpCatcher, startSmtp } from "./smtp";

export interface StageOptions {
  /** Nobody has an account yet, and no host is known; else single-user mode with the lab's host in it. */
  accounts?: boolean;
  smtp?: boolean;
  /** On a real Inngest server; needs `SQMPY_INNGEST_BIN`. */
  inngest?: boolean;
  environment?: Record<string, string>;
  /** Writes into the data folder before the app starts. */
  prepare?: (stores: Stores, place: { host: LabHost; lab: Lab | null }) => void | Promise<void>;
}

/** The built app with a data folder and a host of its own. */
export interface Stage {
  readonly url: string;
  readonly app: RunningApp;
  readonly host: LabHost;
  readonly dataDir: string;
  /** Null with `accounts`. */
  readonly lab: Lab | null;
  readonly smtp: SmtpCatcher | null;
  readonly inngest: InngestServer | null;
  /** SIGKILL, so that nothing can be put in order. */
  kill(): Promise<void>;
  /** On the same port and data as before. */
  start(): Promise<void>;
  /** The link that the app printed for the first account. */
  setupLink(): string;
  close(): Promise<void>;
}

export async function openStage({ accounts = false, smtp: withSmtp = false, inngest: onServer = false, environment = {}, prepare }: StageOptions): Promise<Stage> {
  const host = await startLabHost();
  const lab = accounts ? null : await openLab({ host, smtp: withSmtp });
  const dataDir = lab?.dataDir ?? mkdtempSync(join(tmpdir(), "sqmpy-e2e-"));
  const smtp = lab ? lab.smtp : withSmtp ? await startSmtp() : null;
  const inngest = onServer ? await startInngestServer() : null;
  const port = lab?.port ?? (await freePort());
  const settings = {
    ...(lab?.environment ?? { SQMPY_DATA_DIR: dataDir, SQMPY_LOG_LEVEL: "warn" }),
    ...(smtp ? { SMTP_URL: smtp.url, SQMPY_MAIL_FROM: "Sqmpy <sqmpy@lab.example>" } : {}),
    ...inngest?.environment,
    ...environment,
  };

  if (prepare) await look(dataDir, (stores) => prepare(stores, { host, lab }));
  let app = await startApp(settings, { port });

  return {
    url: app.url,
    host,
    dataDir,
    lab,
    smtp,
    inngest,
    get app() {
      return app;
    },
    kill: () => app.kill(),
    async start() {
      app = await startApp(settings, { port });
    },
    setupLink: () => linkIn(app.output()),
    async close() {
      await app.stop();
      await inngest?.stop();
      await look(dataDir, async (stores) => removeJobFolders(foldersOf(stores), host.home));
      await smtp?.close();
      rmSync(dataDir, { recursive: true, force: true });
      await host.stop();
    },
  };
}

async function look<Answer>(dataDir: string, work: (stores: Stores) => Promise<Answer> | Answer): Promise<Answer> {
  const stores = openStores({ dataDir, now: () => new Date() });
  try {
    return await work(stores);
  } finally {
    stores.close();
  }
}

function foldersOf({ database }: Stores): string[] {
  const rows = database.$client.prepare("SELECT directory FROM jobs WHERE directory IS NOT NULL").pluck().all();
  return rows.filter((row) => typeof row === "string");
}

function linkIn(printed: string): string {
  const link = /http:\/\/\S+\/setup\?token=\S+/.exec(printed)?.[0];
  if (!link) throw new Error(`The app printed no set-up link, but:\n${printed}`);
  return link;
}
