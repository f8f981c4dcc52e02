import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HostId } from "@/lib/domain/ids";
import type { JobFilter } from "@/lib/domain/job-filter";
import type { User } from "@/lib/domain/user";
import { seedHistory } from "../testing/seed-history";
import { after, allJobs, makeUser, noon, openTestStores, type TestStores } from "../testing/test-stores";

/** The plans of all queries that `work` runs. */
function plansOf({ database }: TestStores, work: () => unknown): string[] {
  const { $client } = database;
  const asked: { source: string; parameters: unknown[] }[] = [];
  const prepare = $client.prepare.bind($client);
  $client.prepare = ((source: string) => {
    const statement = prepare(source);
    for (const verb of ["all", "get", "run"] as const) {
      const original = statement[verb].bind(statement) as (...parameters: unknown[]) => unknown;
      statement[verb] = ((...parameters: unknown[]) => {
        asked.push({ source, parameters });
        return original(...parameters);
      }) as never;
    }
    return statement;
  }) as Sqlite.Database["prepare"];
  try {
    work();
  } finally {
    $client.prepare = prepare as Sqlite.Database["prepare"];
  }
  return asked.flatMap(({ source, parameters }) => {
    const steps = prepare(`EXPLAIN QUERY PLAN ${source}`).all(...parameters) as { detail: string }[];
    return steps.map((step) => step.detail);
  });
}

/** SQLite also calls SCAN what walks a list given, a subquery's own rows, the search index by its expression, or a small index. */
const harmless = [
  /^SCAN \(subquery-\d+\)$/,
  /^SCAN (candidate|json_each) VIRTUAL TABLE/,
  /^SCAN jobs_search VIRTUAL TABLE INDEX \d+:.*M/,
  /^SCAN jobs_search_terms VIRTUAL TABLE/,
  /^SCAN jobs USING (COVERING )?INDEX jobs_(unfinished|to_remove)$/,
  /^SCAN hosts/,
  // In its order, up to the limit.
  /^SCAN deliveries USING INDEX deliveries_by_time$/,
];

function scansIn(plans: readonly string[]): string[] {
  return plans.filter((plan) => plan.startsWith("SCAN") && !harmless.some((pattern) => pattern.test(plan)));
}

describe("queries over a long history", () => {
  let stores: TestStores;
  let ada: User;
  let hosts: HostId[] = [];

  beforeAll(() => {
    stores = openTestStores();
    ada = makeUser(stores);
    hosts = seedHistory(stores.database, { owner: ada.id, jobs: 3_000, newest: noon });
  });
  afterAll(() => stores.remove());

  const filters = (): Record<string, Partial<JobFilter>> => ({
    "first page": {},
    "deep page": { after: (1_000).toString(36) },
    "one state": { states: ["failed"] },
    "several states": { states: ["failed", "canceled", "queued"] },
    host: { hostId: hosts[0] ?? null },
    "host and states": { hostId: hosts[0] ?? null, states: ["failed", "active"] },
    dates: { from: after(-90 * 86_400), until: after(-30 * 86_400) },
    "dates, host and state": { from: after(-90 * 86_400), hostId: hosts[1] ?? null, states: ["completed"] },
    "common word": { search: "finished" },
    "rare word": { search: "phonon 777" },
    "word that is nowhere": { search: "quantumfoo" },
    "short word": { search: "zq" },
    "word and state": { search: "quantumfoo", states: ["failed"], hostId: hosts[0] ?? null },
  });

  it.each(Object.keys(filters()))("read no more than they must: %s", (name) => {
    const plans = plansOf(stores, () => stores.desk.jobs.list(ada.id, { ...allJobs, ...filters()[name] }));
    expect(plans.length).toBeGreaterThan(0);
    const sorts = plans.filter((plan) => plan.includes("TEMP B-TREE"));
    expect({ scans: scansIn(plans), sorts }).toEqual({ scans: [], sorts: [] });
  });

  it("count, look after hosts and find one job by indexes alone", () => {
    const [job] = stores.desk.jobs.list(ada.id, allJobs).jobs;
    if (!job) throw new Error("no job");
    const plans = plansOf(stores, () => {
      stores.desk.jobs.countByState(ada.id);
      stores.desk.jobs.find(ada.id, job.id);
      stores.desk.jobs.events(ada.id, job.id);
      stores.desk.jobs.files(ada.id, job.id);
      stores.desk.deliveries.ofJob(ada.id, job.id);
      stores.desk.deliveries.latest(50);
      stores.jobs.onHost(job.hostId);
      stores.jobs.unfinished(job.hostId);
      stores.jobs.toRemove(job.hostId);
      stores.jobs.stuck(noon);
      stores.jobs.move(job.id, { to: "stage_out" }, noon);
      stores.jobs.heard([job.id], noon);
      stores.hosts.forgotten(noon);
    });
    expect(scansIn(plans)).toEqual([]);
  });
});
