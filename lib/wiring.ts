import pino from "pino";
import { messageOf } from "./domain/errors";
import type { Env } from "./env";
import { chooseMailer, outboxFolder } from "./mail/choose-mailer";
import { readOutbox, type Outbox } from "./mail/read-outbox";
import type { HostServices } from "./runner/hosts/host-services";
import { ownAccount } from "./runner/hosts/own-account";
import { createLiveBus } from "./runner/live-bus";
import type { Services, Tell } from "./runner/services";
import type { Desk } from "./store/desk";
import { openStores, type Stores } from "./store/open-stores";
import { write } from "./store/transaction";
import { createConnections } from "./transport/connection-pool";
import { makeKeyPair, publicLineOf } from "./transport/key-pair";
import { importSshConfig } from "./transport/ssh-config-import";

/** Everything, once a process: Next bundles each route apart, so what must be one lives on globalThis. */
export interface Sqmpy {
  env: Env;
  desk: Desk;
  services: Services;
  database: Stores["database"];
  dataDir: string;
  hostServices: HostServices;
  /** Mails that are kept while no mail server is set. */
  outbox: Outbox;
  /** Called before the stores close, last added first. */
  onClose(work: () => Promise<void>): void;
  close(): Promise<void>;
}

declare global {
  var sqmpyInstance: Sqmpy | undefined;
}

export function sqmpy(): Sqmpy {
  if (!globalThis.sqmpyInstance) throw new Error("Sqmpy has not been started.");
  return globalThis.sqmpyInstance;
}

/** The only place that knows every implementation. */
export function createSqmpy({ env, tell }: { env: Env; tell: (log: Services["log"]) => Tell }): Sqmpy {
  const logger = pino({ level: env.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const log: Services["log"] = (level, message, facts) => logger[level](facts ?? {}, message);
  const now = () => new Date();
  const stores = openStores({
    dataDir: env.dataDir,
    secretKey: env.secretKey,
    now,
    warn: (message, facts) => log("warn", message, facts),
  });
  const connections = createConnections({ directory: stores.hostDirectory, now, log, local: true });
  const mailer = chooseMailer(env, now);
  const { desk, database, ...sides } = stores;
  void mailer.check().then((warning) => warning !== null && log("warn", warning));

  const services: Services = {
    jobs: sides.jobs,
    files: sides.files,
    hosts: sides.hosts,
    deliveries: sides.deliveries,
    users: sides.users,
    uploads: sides.uploads,
    connections,
    atomically: (work) => write(database, work),
    tell: tell(log),
    mailer,
    live: createLiveBus((error) => log("error", "a listener failed", { error: messageOf(error) })),
    limits: env.collect,
    baseUrl: env.url,
    now,
    log,
  };

  const closing: (() => Promise<void>)[] = [];
  return {
    env,
    desk,
    services,
    database,
    dataDir: env.dataDir,
    hostServices: {
      hosts: desk.hosts,
      users: desk.users,
      connections,
      notes: stores.hostDirectory,
      keys: { makeKeyPair, publicLineOf },
      readSshConfig: importSshConfig,
      ownAccount: ownAccount(),
      now,
    },
    outbox: readOutbox(outboxFolder(env.dataDir)),
    onClose: (work) => void closing.unshift(work),
    async close() {
      for (const work of closing) await work();
      mailer.close();
      await connections.closeAll();
      stores.close();
      globalThis.sqmpyInstance = undefined;
    },
  };
}
