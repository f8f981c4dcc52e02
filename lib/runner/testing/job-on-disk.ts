import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import type { Job } from "@/lib/domain/job";
import type { JobFileKind } from "@/lib/domain/job-file";
import { placeOf } from "@/lib/schedulers/scheduler";
import { openStores } from "@/lib/store/open-stores";
import { createConnections } from "@/lib/transport/connection-pool";
import { write } from "@/lib/store/transaction";
import { outboxMailer } from "@/lib/mail/outbox-mailer";
import { createLiveBus } from "../live-bus";
import type { Services } from "../services";

/** A started job of this computer, or of a host that does not answer, with real stores, real files and a working directory; all in a folder that goes with `close`. */
export function openJobOnDisk({ isReachable = true } = {}) {
  const root = mkdtempSync(path.join(tmpdir(), "sqmpy-runner-"));
  const now = () => new Date();
  const log = () => undefined;
  const stores = openStores({ dataDir: path.join(root, "data"), now });
  const connections = createConnections({ directory: stores.hostDirectory, now, log, local: true });
  const live = createLiveBus((error) => {
    throw error;
  });

  const { users, hosts, jobs } = stores.desk;
  const owner = users.create({ name: "Ada", email: "ada@example.org", passwordHash: null, role: "admin" }, now());
  const place = isReachable
    ? ({ kind: "local", name: "This computer", address: "localhost", port: 22 } as const)
    : ({ kind: "ssh", name: "Nobody", address: "127.0.0.1", port: 1 } as const);
  const host = hosts.create(owner.id, { ...place, username: "ada", credential: { method: "password", password: "secret" }, publicKey: null }, now());
  const directory = path.join(root, "work");
  const { job: made } = jobs.create(
    owner.id,
    {
      submissionKey: "key",
      hostId: host.id,
      name: "My fit: größe",
      description: "",
      scriptName: "fit.sh",
      script: "echo fit\n",
      interpreter: ["sh"],
      arguments: [],
      environment: [],
      workingDirectory: directory,
      walltimeSeconds: null,
      mailWish: null,
      inputs: [],
      keptInputs: [],
      resubmittedFrom: null,
    },
    now(),
  );
  stores.jobs.setDirectory(made.id, directory);
  stores.jobs.move(made.id, { to: "active", startedAt: now() }, now());
  const control = placeOf(made, directory).control;
  mkdirSync(control, { recursive: true });

  const unheard = () => Promise.resolve();
  const services: Services = {
    ...stores,
    connections,
    atomically: (work) => write(stores.database, work),
    tell: { submitted: unheard, cancelRequested: unheard, ended: unheard, removed: unheard, mailPlanned: unheard, pollDue: unheard },
    mailer: outboxMailer({ folder: path.join(root, "outbox"), from: "sqmpy@example.org", now }),
    live,
    limits: { fileBytes: 1e9, jobBytes: 1e9, jobFiles: 10_000 },
    baseUrl: "http://localhost:3000",
    now,
    log,
  };

  return {
    root,
    directory,
    services,
    owner: owner.id,
    desk: stores.desk,
    /** As the wrapper does when the script is over. */
    exit(code: number): void {
      const seconds = Date.now() / 1_000;
      writeFileSync(path.join(control, "exit"), `code=${code} signal=- start=${seconds - 2} end=${seconds} cause=itself left=0\n`);
    },
    job: (): Job => stores.jobs.get(made.id),
    /** As the wrapper does: bytes at the end of an output. */
    print(stream: "stdout" | "stderr", bytes: string | Buffer): void {
      appendFileSync(path.join(control, stream), bytes);
    },
    put(name: string, bytes: string | Buffer): void {
      mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
      writeFileSync(path.join(directory, name), bytes);
    },
    /** A checked copy in the data folder. */
    async keep(kind: JobFileKind, name: string, bytes: string | Buffer): Promise<void> {
      const [file] = stores.files.record(made.id, [
        { kind, path: name, size: Buffer.byteLength(bytes), modifiedAt: now(), sha256: null, executable: false, place: "remote", note: null },
      ]);
      if (!file) throw new Error("The file was not recorded.");
      const written = await stores.files.store(file, Readable.from([Buffer.from(bytes)]));
      stores.files.update(file.id, { ...written, place: "stored" });
    },
    end(): void {
      stores.jobs.move(made.id, { to: "stage_out", endedAt: now(), exitCode: 0, endReason: "exit" }, now());
      stores.jobs.move(made.id, { to: "completed" }, now());
    },
    async close(): Promise<void> {
      await connections.closeAll();
      stores.close();
      rmSync(root, { recursive: true });
    },
  };
}

export type JobOnDisk = ReturnType<typeof openJobOnDisk>;
