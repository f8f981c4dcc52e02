import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isLab, type BatchLab } from "../e2e/support/batch-lab";
import { startSlurmLab } from "../e2e/support/labs/slurm";
import { plainSpec } from "../e2e/support/plain-spec";
import { AppUnderTest } from "../inngest/testing/app-under-test";
import type { HostId } from "../lib/domain/ids";
import { emptyResourcesSpec } from "../lib/domain/resources-spec";
import { outboxMailer } from "../lib/mail/outbox-mailer";
import { createLiveBus } from "../lib/runner/live-bus";
import { createJob } from "../lib/runner/new-job";
import { pollHostIfDue } from "../lib/runner/poll-host";
import type { Services } from "../lib/runner/services";
import { watch } from "../lib/runner/watch";
import { openStores } from "../lib/store/open-stores";
import { write } from "../lib/store/transaction";
import { createConnections } from "../lib/transport/connection-pool";
import { figureOf, median, type Measured } from "./figure";

const hourMs = 3_600_000;

/** What Sqmpy asks of a real Slurm, and how soon it knows; null where Slurm cannot run here. */
export async function measureBatch(counts: readonly number[], repeats: number): Promise<Measured[] | null> {
  const lab = await startSlurmLab();
  if (!isLab(lab)) return null;
  try {
    const latency = await measureEnd(lab, repeats);
    const rounds: { count: number; perHour: number; round: number; bare: number; parse: number }[] = [];
    const held: string[] = [];
    for (const count of counts) {
      held.push(...(await submitHeld(lab, count - held.length)));
      rounds.push({ count, ...(await oneHour(lab, held)), ...(await oneRound(lab, held, repeats)) });
    }
    const last = rounds.at(-1);
    const growth = (pick: (round: (typeof rounds)[number]) => [number, number | null]) =>
      rounds.slice(0, -1).map((round) => ({ size: `${round.count} jobs`, ours: pick(round)[0], peer: pick(round)[1] }));
    return [
      {
        name: "schedulerCommandsPerHour",
        figure: figureOf("per hour", last?.perHour ?? Number.NaN),
        what: `commands to the scheduler in one hour with ${last?.count} jobs in its queue (an hour of the product's clock, real Slurm)`,
        growth: growth(({ perHour }) => [perHour, null]),
      },
      {
        name: "statusRound",
        figure: figureOf("ms", last?.round ?? Number.NaN, last?.bare ?? null),
        what: `one question about ${last?.count} jobs, read, against a bare squeue over the same connection`,
        growth: growth(({ round, bare }) => [round, bare]),
      },
      { name: "statusParse", figure: figureOf("ms", last?.parse ?? Number.NaN), what: `reading the answer about ${last?.count} jobs`, growth: growth(({ parse }) => [parse, null]) },
      latency,
    ];
  } finally {
    await lab.stop();
  }
}

async function submitHeld(lab: BatchLab, count: number): Promise<string[]> {
  const transport = await lab.transport();
  const script = `i=0; while [ $i -lt ${count} ]; do sbatch --parsable --hold -p ${lab.queue} --mem=16 -o /dev/null --wrap true || exit 1; i=$((i+1)); done`;
  const { stdout, exitCode } = await transport.exec(script, { timeoutMs: 900_000 });
  if (exitCode !== 0) throw new Error("Slurm did not take the held jobs.");
  return stdout.trim().split("\n");
}

/** The runner's own loop of looks, with a clock that jumps from one planned look to the next, on the real scheduler. */
async function oneHour(lab: BatchLab, nativeIds: readonly string[]): Promise<{ perHour: number }> {
  const root = mkdtempSync(join(tmpdir(), "sqmpy-bench-batch-"));
  let clock = Date.now();
  const now = () => new Date(clock);
  const stores = openStores({ dataDir: join(root, "data"), now });
  const connections = createConnections({ directory: stores.hostDirectory, now, log: () => undefined, local: false });
  let next: Date | null = null;
  const heard = () => Promise.resolve();
  const services: Services = {
    ...stores,
    connections,
    atomically: (work) => write(stores.database, work),
    tell: { submitted: heard, cancelRequested: heard, ended: heard, removed: heard, mailPlanned: heard, pollDue: async (_id, at) => void (next = at) },
    mailer: outboxMailer({ folder: join(root, "outbox"), from: "sqmpy@example.org", now }),
    live: createLiveBus((error) => {
      throw error;
    }),
    limits: { fileBytes: 1e9, jobBytes: 1e9, jobFiles: 10_000 },
    baseUrl: "http://localhost:3000",
    now,
    log: () => undefined,
  };
  try {
    const hostId = seed(lab, stores, nativeIds, now());
    const end = clock + hourMs;
    services.hosts.planPoll(hostId, now());
    next = now();
    while (next && (next as Date).getTime() <= end) {
      clock = Math.max(clock, (next as Date).getTime());
      next = null;
      await pollHostIfDue(services, hostId);
    }
    const asked = stores.desk.questions.list(new Date(0)).reduce((sum, row) => sum + row.asked, 0);
    return { perHour: asked };
  } finally {
    await connections.closeAll();
    stores.close();
    rmSync(root, { recursive: true });
  }
}

function seed(lab: BatchLab, stores: ReturnType<typeof openStores>, nativeIds: readonly string[], at: Date): HostId {
  const { address, port, hostKey, privateKey, users } = lab.ssh;
  const owner = stores.desk.users.create({ name: "Ada", email: "ada@example.org", passwordHash: null, role: "admin" }, at);
  const credential = { method: "given_key" as const, privateKey, passphrase: null };
  const host = stores.desk.hosts.create(owner.id, { kind: "ssh", name: "lab", address, port, username: users[0]?.username ?? "", credential, publicKey: null }, at);
  stores.desk.hosts.offerHostKey(owner.id, host.id, hostKey);
  stores.desk.hosts.pinHostKey(owner.id, host.id, hostKey.fingerprint);
  for (const nativeId of nativeIds) {
    const { job } = createJob(stores.desk, owner.id, plainSpec(host.id, "true\n", { scheduler: "slurm" }), at);
    stores.jobs.setDirectory(job.id, `/tmp/${job.id}`);
    stores.jobs.move(job.id, { to: "queued" }, at);
    stores.jobs.setStarted(job.id, nativeId, at);
  }
  return host.id;
}

async function oneRound(lab: BatchLab, nativeIds: readonly string[], repeats: number): Promise<{ round: number; bare: number; parse: number }> {
  const transport = await lab.transport();
  const options = { timeoutMs: 120_000, maxBytes: 64 * 1024 * 1024 };
  const times = { round: [] as number[], bare: [] as number[], parse: [] as number[] };
  for (let repeat = 0; repeat < repeats; repeat++) {
    let began = performance.now();
    await transport.exec("squeue --me -h", options);
    times.bare.push(performance.now() - began);

    began = performance.now();
    const { command, stdin, read } = lab.scheduler.status(nativeIds);
    const result = await transport.exec(`export TZ=UTC0 LC_ALL=C\n${command}`, { ...options, stdin });
    const answered = performance.now();
    if (read(result).size !== nativeIds.length) throw new Error("Slurm did not answer about all jobs.");
    times.parse.push(performance.now() - answered);
    times.round.push(performance.now() - began);
  }
  return { round: median(times.round), bare: median(times.bare), parse: median(times.parse) };
}

/** From the end of a job on a node to the open page, without a question to the scheduler. */
async function measureEnd(lab: BatchLab, repeats: number): Promise<Measured> {
  const app = await AppUnderTest.start();
  try {
    const { address, port, hostKey, privateKey, users } = lab.ssh;
    const hostId = app.addHost({ kind: "ssh", address, port, username: users[0]?.username ?? "", credential: { method: "given_key", privateKey, passphrase: null }, hostKey });
    const times: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const id = await app.submit(hostId, "sleep 1.5", { scheduler: "slurm", resources: { ...emptyResourcesSpec, queue: lab.queue } });
      const watching = watch(app.app.services, app.job(id));
      await app.until(id, ({ state }) => state === "stage_out" || state === "completed", 60);
      times.push(Date.now() - (app.job(id).endedAt?.getTime() ?? Number.NaN));
      watching.stop();
    }
    return { name: "queueEndToPage", figure: figureOf("ms", median(times)), what: "from the end of a job in Slurm to its open page, by the wrapper's own word", growth: [] };
  } finally {
    await app.stop();
  }
}
