import { randomBytes } from "node:crypto";
import { AppError } from "@/lib/domain/errors";
import { newId } from "@/lib/domain/ids";
import { makeDataFolder } from "./data-folder";
import { lockDataFolder } from "./data-lock";
import { openDatabase, type Database } from "./db";
import { deliveryDesk, runnerDeliveries } from "./deliveries/runner-deliveries";
import type { Desk } from "./desk";
import { clearLeftovers } from "./discard";
import { runnerFiles } from "./files/runner-files";
import { hostDesk } from "./hosts/host-desk";
import { hostDirectory } from "./hosts/host-directory";
import { listQuestions } from "./hosts/host-questions";
import { runnerHosts } from "./hosts/runner-hosts";
import { jobDesk } from "./jobs/job-desk";
import { runnerJobs } from "./jobs/runner-jobs";
import { keepSecretKey, readSecretKey } from "./secret-key";
import { sessionDesk } from "./sessions/session-desk";
import { settingsDesk } from "./settings/settings-desk";
import type { Store } from "./store";
import { sweepOrphans } from "./sweep-orphans";
import { uploadDesk } from "./uploads/upload-desk";
import { removeForgottenUploads } from "./uploads/remove-upload";
import { getUser } from "./users/find-user";
import { userDesk } from "./users/user-desk";
import { openVault } from "./vault";

export interface StoreOptions {
  dataDir: string;
  /** As given by the environment; without it a key is made in the data folder. */
  secretKey?: string | null;
  now: () => Date;
  /** What went wrong behind somebody's back; default: a warning on standard error. */
  warn?: Store["warn"];
  migrationsDir?: string;
}

export type Stores = ReturnType<typeof openStores>;

/** Takes the data folder for this process and opens all that lies in it. Throws `setup` when another process has it. */
export function openStores({ dataDir, secretKey, now, warn = warnOnConsole, migrationsDir }: StoreOptions) {
  const folder = usableFolder(dataDir);
  const lock = lockDataFolder(dataDir);
  let database: Database | undefined;
  try {
    database = openDatabase({ dataDir, migrationsDir });
    const key = secretKey ? readSecretKey(secretKey, saltOf(database)) : keepSecretKey(dataDir);
    const store: Store = { database, folder, vault: openVault(key), process: newId(16), warn };
    clearLeftovers(store);
    sweepOrphans(store, now());

    return {
      desk: deskOf(store),
      jobs: runnerJobs(store),
      files: runnerFiles(store),
      hosts: runnerHosts(store),
      deliveries: runnerDeliveries(store),
      users: { get: (id: Parameters<typeof getUser>[1]) => getUser(store, id) },
      uploads: { removeForgotten: (before: Date) => removeForgottenUploads(store, before) },
      hostDirectory: hostDirectory(store),
      /** For the adapters of libraries. */
      database: store.database,
      close() {
        store.database.$client.close();
        lock.release();
      },
    };
  } catch (error) {
    database?.$client.close();
    lock.release();
    throw error;
  }
}

function usableFolder(dataDir: string) {
  try {
    return makeDataFolder(dataDir);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("setup", `Sqmpy cannot use the data folder ${dataDir}: ${reason}. Give the account that starts Sqmpy a folder of its own with SQMPY_DATA_DIR.`, { cause });
  }
}

function deskOf(store: Store): Desk {
  return {
    jobs: jobDesk(store),
    hosts: hostDesk(store),
    users: userDesk(store),
    sessions: sessionDesk(store),
    settings: settingsDesk(store.database),
    uploads: uploadDesk(store),
    deliveries: deliveryDesk(store),
    questions: { list: (since) => listQuestions(store, since) },
  };
}

/** Made once a database, so that the same passphrase elsewhere gives another key. */
function saltOf(database: Database): () => Buffer {
  return () => {
    const settings = settingsDesk(database);
    const known = settings.get<string>("vault.salt") ?? randomBytes(16).toString("base64");
    settings.set("vault.salt", known);
    return Buffer.from(known, "base64");
  };
}

function warnOnConsole(message: string, facts: Record<string, unknown>): void {
  console.warn(message, facts);
}
