import type { Database } from "../db";
import { newId, type HostId, type JobId, type UserId } from "@/lib/domain/ids";
import { hosts } from "@/drizzle/schema";
import { seedScript, seedTitle } from "./seed-texts";

export interface SeedOptions {
  owner: UserId;
  jobs: number;
  /** Jobs are spread over the two years before it. */
  newest: Date;
  /** Default 4. */
  hosts?: number;
  /** The same number makes the same jobs. Default 1. */
  seed?: number;
}

const twoYears = 2 * 365 * 86_400_000;
const endings = { completed: ["exit", 0], failed: ["exit", 1], canceled: ["canceled", null] } as const;
type Ending = keyof typeof endings;

/**
 * Writes a history as years of use leave it: scripts of 0.5 to 4 kB, nine of ten completed, the last few still running,
 * with events and file rows, without bytes. About 100,000 jobs in a minute.
 */
export function seedHistory(database: Database, { owner, jobs, newest, hosts: hostCount = 4, seed = 1 }: SeedOptions): HostId[] {
  const random = randomFrom(seed);
  const hostIds = Array.from({ length: hostCount }, (_, number) => seedHost(database, owner, number, newest));
  const insert = prepareInserts(database);

  for (let from = 0; from < jobs; from += 5_000) {
    database.$client.transaction(() => {
      for (let number = from; number < Math.min(from + 5_000, jobs); number++) {
        const submittedAt = newest.getTime() - Math.round(twoYears * (1 - (number + 1) / jobs));
        const isLive = number >= jobs - 20;
        insert({ owner, hostId: hostIds[Math.floor(random() ** 2 * hostCount)] ?? "", number, submittedAt, isLive, random });
      }
    })();
  }
  return hostIds;
}

function seedHost(database: Database, ownerId: UserId, number: number, createdAt: Date): HostId {
  const id = newId<HostId>();
  database
    .insert(hosts)
    .values({ id, ownerId, kind: "ssh", name: `cluster-${number}`, address: `login${number}.uni.example`, port: 22, username: "ada", signIn: "agent", createdAt })
    .run();
  return id;
}

interface SeedJob {
  owner: UserId;
  hostId: string;
  number: number;
  submittedAt: number;
  isLive: boolean;
  random: () => number;
}

function prepareInserts({ $client }: Database): (job: SeedJob) => void {
  const job = $client.prepare(`
    INSERT INTO jobs (id, owner_id, host_id, submission_key, name, description, script_name, interpreter, arguments,
      working_directory, directory, state, end_reason, exit_code, native_id, submitted_at, started_at, ended_at, heard_at, stdout_size)
    VALUES (?, ?, ?, ?, ?, ?, 'job.sh', '["bash"]', '[]', '', ?, ?, ?, ?, '4711@1790000000', ?, ?, ?, ?, 2048)`);
  const script = $client.prepare("INSERT INTO job_scripts (seq, script) VALUES (?, ?)");
  const event = $client.prepare("INSERT INTO job_events (job_id, at, kind, state) VALUES (?, ?, 'state', ?)");
  const file = $client.prepare("INSERT INTO job_files (id, job_id, kind, path, size, place) VALUES (?, ?, ?, ?, ?, 'stored')");

  return ({ owner, hostId, number, submittedAt, isLive, random }) => {
    const id = newId<JobId>();
    const { name, description } = seedTitle(number, random);
    const ending: Ending = random() < 0.9 ? "completed" : random() < 0.8 ? "failed" : "canceled";
    const [endReason, exitCode] = isLive ? [null, null] : endings[ending];
    const endedAt = isLive ? null : submittedAt + Math.round(random() * 3_600_000);
    const state = isLive ? "active" : ending;

    const { lastInsertRowid } = job.run(
      id, owner, hostId, `seed-${owner}-${number}`, name, description, `/home/ada/sqmpy/${id}`,
      state, endReason, exitCode, submittedAt, submittedAt + 900, endedAt, endedAt ?? submittedAt,
    );
    script.run(lastInsertRowid, seedScript(number, random));
    for (const [order, passed] of ["new", "stage_in", "queued", "active", ...(isLive ? [] : ["stage_out", ending])].entries()) {
      event.run(id, submittedAt + order, passed);
    }
    for (const [kind, path] of [["script", "job.sh"], ["stdout", "stdout.txt"], ["stderr", "stderr.txt"], ["output", "result.csv"]]) {
      file.run(newId(), id, kind, path, 2048);
    }
  };
}

/** mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
