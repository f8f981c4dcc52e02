import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Host } from "@/lib/domain/host";
import type { JobFilter } from "@/lib/domain/job-filter";
import type { JobState } from "@/lib/domain/job-state";
import type { User } from "@/lib/domain/user";
import type { NewJob } from "../desk";
import { after, allJobs, makeHost, makeUser, newJob, noon, openTestStores, type TestStores } from "../testing/test-stores";

describe("the history", () => {
  let stores: TestStores;
  let ada: User;
  let host: Host;

  beforeEach(() => {
    stores = openTestStores();
    ada = makeUser(stores);
    host = makeHost(stores, ada.id);
  });
  afterEach(() => stores.remove());

  const create = (name: string, change: Partial<NewJob> = {}, at = noon) => stores.desk.jobs.create(ada.id, newJob(host.id, { name, ...change }), at).job;
  const end = (name: string, state: "completed" | "failed" | "canceled", change: Partial<NewJob> = {}, at = noon) => {
    const job = create(name, change, at);
    stores.jobs.move(job.id, { to: state }, at);
    return job;
  };
  const names = (change: Partial<JobFilter> = {}) => stores.desk.jobs.list(ada.id, { ...allJobs, ...change }).jobs.map((job) => job.name);
  const search = (text: string) => names({ search: text });

  it("is newest first, without scripts and environments", () => {
    create("one", { environment: [{ name: "A", value: "b" }] });
    create("two");
    expect(names()).toEqual(["two", "one"]);
    const [job] = stores.desk.jobs.list(ada.id, allJobs).jobs;
    expect(job).not.toHaveProperty("script");
    expect(job).not.toHaveProperty("environment");
    expect(job).toMatchObject({ hostName: host.name, state: "new", submittedAt: noon });
  });

  it("pages without gap or repeat while jobs come and go", () => {
    for (let number = 0; number < 25; number++) end(`job ${number}`, "completed");
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const page = stores.desk.jobs.list(ada.id, { ...allJobs, limit: 4, after: next });
      seen.push(...page.jobs.map((job) => job.name));
      create(`meanwhile ${seen.length}`);
      const last = page.jobs.at(-1);
      if (last && seen.length === 8) stores.desk.jobs.remove(ada.id, [last.id], { removeRemote: false }, noon);
      next = page.next;
    } while (next !== null);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => `job ${24 - index}`));
  });

  it("ends exactly where the jobs end", () => {
    for (let number = 0; number < 4; number++) create(`job ${number}`);
    expect(stores.desk.jobs.list(ada.id, { ...allJobs, limit: 4 }).next).toBeNull();
    expect(stores.desk.jobs.list(ada.id, { ...allJobs, limit: 3 }).next).not.toBeNull();
    expect(stores.desk.jobs.list(makeUser(stores, "bob").id, allJobs)).toEqual({ jobs: [], next: null });
  });

  it("refuses a damaged cursor", () => {
    for (const cursor of ["", "-1", "no such cursor", "9".repeat(30)]) {
      expect(() => stores.desk.jobs.list(ada.id, { ...allJobs, after: cursor })).toThrow(expect.objectContaining({ code: "invalid" }));
    }
  });

  it("combines filters as a plain loop over all jobs does", () => {
    const other = makeHost(stores, ada.id);
    const states = ["completed", "failed", "canceled"] as const;
    const all = Array.from({ length: 60 }, (_, number) => {
      const state: JobState = number % 7 === 0 ? "new" : (states[number % 3] ?? "failed");
      const at = after(number * 3_600);
      const hostId = number % 4 === 0 ? other.id : host.id;
      const name = `${number % 5 === 0 ? "argon" : "copper"} ${number}`;
      if (state === "new") create(name, { hostId }, at);
      else end(name, state, { hostId }, at);
      return { name, state, hostId, at };
    }).reverse();

    const choices = {
      states: [[], ["failed"], ["failed", "canceled"], ["new", "stage_in"], ["queued"], [...states, "new"]] as JobState[][],
      hostId: [null, host.id, other.id],
      span: [[null, null], [after(10 * 3_600), null], [null, after(40 * 3_600)], [after(10 * 3_600), after(40 * 3_600)]] as [Date | null, Date | null][],
      search: ["", "argon", "ar", "ARGON 5", "zzz"],
    };
    for (const chosen of choices.states)
      for (const hostId of choices.hostId)
        for (const [from, until] of choices.span)
          for (const text of choices.search) {
            const words = text.toLowerCase().split(" ").filter(Boolean);
            const expected = all
              .filter((job) => chosen.length === 0 || chosen.includes(job.state))
              .filter((job) => hostId === null || job.hostId === hostId)
              .filter((job) => (from === null || job.at >= from) && (until === null || job.at < until))
              .filter((job) => words.every((word) => job.name.includes(word)));
            expect(names({ states: chosen, hostId, from, until, search: text }), JSON.stringify([chosen, hostId, from, until, text])).toEqual(
              expected.slice(0, 50).map((job) => job.name),
            );
          }
  });

  it("finds by date though the clock was once put back", () => {
    create("first", {}, after(1_000));
    create("after the clock was put back", {}, after(10));
    create("last", {}, after(2_000));
    expect(names({ from: after(500), until: after(1_500) })).toEqual(["first"]);
    expect(names({ from: after(0), until: after(500) })).toEqual(["after the clock was put back"]);
    expect(names({ until: noon })).toEqual([]);
  });

  it("finds words anywhere in name, description and script", () => {
    create("Argon melt", { description: "For the figure", script: "#!/bin/sh\nmpirun ./solver --steps 1000\n" });
    create("Copper lattice");
    for (const text of ["argon", "RGO", "figure", "--steps", "solver 1000", "argon figure mpirun", "lt", "ar me", "./"]) {
      expect(search(text), text).toEqual(["Argon melt"]);
    }
    for (const text of ["argon copper", "quantum", "zq", "argonmelt", "argon zq"]) expect(search(text), text).toEqual([]);
    expect(search("echo")).toEqual(["Copper lattice"]);
    expect(search("  ")).toHaveLength(2);
  });

  it("takes every character as it stands", () => {
    create('100% "quoted" a_b \\path (x OR y) NEAR* ^caret -dash col:name');
    create("plain");
    for (const text of ["100%", '"quoted"', "a_b", "\\path", "(x", "OR y)", "NEAR*", "^caret", "-dash", "col:name", "%", "_", '"', "\\", "0%"]) {
      expect(search(text), text).toHaveLength(1);
    }
    for (const text of ["1%0", "a?b", "near(", "%%%", "___"]) expect(search(text), text).toEqual([]);
  });

  it("finds other alphabets, and their capitals", () => {
    create("Müller Größe Δelta 模拟计算 🚀 launch");
    create("plain");
    for (const text of ["müller", "MÜLLER", "größe", "δelta", "模拟计算", "模拟", "🚀", "ü", "üL", "MÜ"]) expect(search(text), text).toHaveLength(1);
    expect(search("muller")).toEqual([]);
  });

  it("searches beyond the jobs that are read first, page by page", () => {
    const names = Array.from({ length: 9 }, (_, number) => `needle ${number}`);
    const insertMany = (count: number) => {
      const { $client } = stores.database;
      const job = $client.prepare(
        `INSERT INTO jobs (id, owner_id, host_id, submission_key, name, description, script_name, interpreter, arguments, working_directory, state, submitted_at)
         VALUES (lower(hex(randomblob(6))), ?, ?, hex(randomblob(16)), 'hay', '', 'job.sh', '[]', '[]', '', 'completed', ?)`,
      );
      const script = $client.prepare("INSERT INTO job_scripts (seq, script) VALUES (?, 'hay')");
      $client.transaction(() => {
        for (let number = 0; number < count; number++) script.run(job.run(ada.id, host.id, noon.getTime()).lastInsertRowid);
      })();
    };
    for (const name of names) {
      create(name, { description: "ön zq" });
      insertMany(700);
    }
    for (const text of ["needle", "zq", "ön", "ee zq", "needle d"]) {
      const found: string[] = [];
      let next: string | null = null;
      do {
        const page = stores.desk.jobs.list(ada.id, { ...allJobs, search: text, limit: 2, after: next });
        found.push(...page.jobs.map((job) => job.name));
        next = page.next;
      } while (next !== null);
      expect(found, text).toEqual(names.toReversed());
    }
  });

  it("never finds another owner's words, even of one whose id begins alike", () => {
    const { $client } = stores.database;
    const twin = `${ada.id.slice(0, 6)}zzzzzz`;
    $client.prepare("INSERT INTO users SELECT ?, name, 'twin@uni.example', email_verified, image, password_hash, role, disabled_at, mail_wish, created_at FROM users WHERE id = ?").run(twin, ada.id);
    create("secret project");
    expect(stores.desk.jobs.list(twin as typeof ada.id, { ...allJobs, search: "secret" }).jobs).toEqual([]);
    expect(search("secret")).toHaveLength(1);
  });
});
