import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import Sqlite from "better-sqlite3";
import type { Inngest } from "inngest";
import { expect, it } from "vitest";
import { Notebook, pause } from "./conformance/driver";
import { scratch } from "./fixtures/scratch";

const test = scratch();
const MINUTE = 60_000;
const DAY = 86_400_000;

const noting = (book: Notebook) => (inngest: Inngest) => [
  inngest.createFunction({ id: "noting", triggers: [{ event: "a/sent" }] }, ({ event }) => book.note(`ran ${event.data.n}`)),
];

it("drives from one engine only; the other takes over when the first lets go, events of both being kept", async () => {
  const book = new Notebook();
  const first = test.embed(noting(book));
  const second = test.embed(noting(book));
  await first.engine.start();
  await second.engine.start();
  expect([first.engine.stats().isDriving, second.engine.stats().isDriving]).toEqual([true, false]);

  await second.client.send({ name: "a/sent", data: { n: 1 } });
  await book.until("ran 1");
  await first.engine.stop();
  await second.client.send({ name: "a/sent", data: { n: 2 } });
  await book.until("ran 2");
  expect(second.engine.stats().isDriving).toBe(true);
  expect(book.entries).toHaveLength(2);
});

it.each([
  ["a process that is gone from this machine", hostname(), () => spawnSync("true").pid, 0],
  ["an earlier process that had our pid", hostname(), () => process.pid, 0],
  ["a machine that has not been heard of for a while", "elsewhere", () => 1, 11_000],
])("takes over at once from %s", async (_, host, pid, silentMs) => {
  const { engine } = test.embed(() => []);
  const sqlite = new Sqlite(test.databasePath);
  sqlite.prepare("INSERT INTO lease VALUES (1, 'token', ?, ?, 0, ?)").run(host, pid(), Date.now() - silentMs);
  sqlite.close();

  await engine.start();
  expect(engine.stats().isDriving).toBe(true);
});

it("commits nothing once another engine has the lease", async () => {
  const book = new Notebook();
  const { engine, client } = test.embed((inngest) => [
    inngest.createFunction({ id: "fenced", triggers: [{ event: "a/sent" }] }, async ({ step }) => {
      await step.run("one", async () => {
        book.note("one");
        await pause(200);
      });
      await step.run("two", () => book.note("two"));
    }),
  ]);
  await engine.start();
  await client.send({ name: "a/sent" });
  await book.until("one");

  const sqlite = new Sqlite(test.databasePath);
  sqlite.prepare("UPDATE lease SET token = 'other', host = 'elsewhere', beat_at = ?").run(Date.now());
  await pause(400);
  expect(sqlite.prepare("SELECT count(*) AS count FROM step").get()).toEqual({ count: 0 });
  sqlite.close();
  expect(engine.stats().isDriving).toBe(false);
  expect(book.all()).toEqual(["one"]);
});

it("runs a cron at its minute, and once for all the minutes that it was not there", async () => {
  const book = new Notebook();
  const define = (inngest: Inngest) => [
    inngest.createFunction({ id: "each-minute", triggers: [{ cron: "TZ=Europe/Berlin * * * * *" }] }, ({ event }) =>
      book.note(`${event.name} ${event.ts}`),
    ),
  ];
  const minute = Math.ceil(Date.now() / MINUTE) * MINUTE;
  const shift = minute - 300 - Date.now();

  const before = test.embed(define, { now: () => Date.now() + shift });
  await before.engine.start();
  await before.engine.idle();
  expect(book.all()).toEqual([]);
  await book.until(`inngest/scheduled.timer ${minute}`);
  await before.engine.stop();

  const after = test.embed(define, { now: () => Date.now() + shift + 5 * MINUTE });
  await after.engine.start();
  await after.engine.idle();
  expect(book.all()).toEqual([`inngest/scheduled.timer ${minute}`, `inngest/scheduled.timer ${minute + MINUTE}`]);
});

it("keeps to its limit of calls, and lets another function through while one has many", async () => {
  const book = new Notebook();
  let underway = 0;
  let most = 0;
  const { engine, client } = test.embed(
    (inngest) => [
      inngest.createFunction({ id: "greedy", triggers: [{ event: "a/many" }] }, async () => {
        most = Math.max(most, ++underway);
        await pause(30);
        underway -= 1;
        book.note("greedy");
      }),
      inngest.createFunction({ id: "modest", triggers: [{ event: "a/one" }] }, () => book.note("modest")),
    ],
    { concurrency: 4 },
  );

  await engine.start();
  await client.send(Array.from({ length: 40 }, () => ({ name: "a/many" })));
  await client.send({ name: "a/one" });
  await book.until("greedy", 40);
  expect(most).toBe(3);
  expect(book.all().indexOf("modest")).toBeLessThan(8);
});

it("forgets ended runs after three days, and keeps those that still go on", async () => {
  const book = new Notebook();
  let shift = 0;
  const { engine, client } = test.embed(
    (inngest) => [
      ...noting(book)(inngest),
      inngest.createFunction({ id: "sleeper", triggers: [{ event: "a/long" }] }, ({ step }) => step.sleep("long", "30d")),
    ],
    { now: () => Date.now() + shift },
  );
  await engine.start();
  await client.send([{ name: "a/sent", data: { n: 1 } }, { name: "a/long" }]);
  await engine.idle();
  expect(engine.stats().runs).toMatchObject({ completed: 1, running: 1 });

  shift = 3 * DAY + MINUTE;
  await client.send({ name: "a/sent", data: { n: 2 } });
  await engine.idle();
  expect(engine.stats().runs).toMatchObject({ completed: 1, running: 1 });
  expect(book.all()).toEqual(["ran 1", "ran 2"]);
});

it("ends a run that takes more steps than it may", async () => {
  const book = new Notebook();
  const { engine, client } = test.embed((inngest) => [
    inngest.createFunction(
      { id: "endless", triggers: [{ event: "a/sent" }], onFailure: ({ error }: { error: Error }) => book.note(error.message) },
      async ({ step }) => {
        await Promise.all(Array.from({ length: 1_000 }, (_, n) => step.sleepUntil(`moment ${n}`, new Date(0))));
        for (;;) await step.run("more", () => null);
      },
    ),
  ]);

  await engine.start();
  await client.send({ name: "a/sent" });
  await book.until("The function run exceeded the step limit of 1000 steps.");
});
