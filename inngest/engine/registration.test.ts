import type { Inngest } from "inngest";
import { describe, expect, it } from "vitest";
import { Notebook } from "./conformance/driver";
import { scratch } from "./fixtures/scratch";

type Options = Parameters<Inngest["createFunction"]>[0];

const test = scratch();

describe("what the engine would not honour, it refuses when it starts", () => {
  const refused: [string, Partial<Options>][] = [
    ["debounce", { debounce: { period: "1m" } }],
    ["rateLimit", { rateLimit: { limit: 1, period: "1m" } }],
    ["throttle", { throttle: { limit: 1, period: "1m" } }],
    ["priority", { priority: { run: "event.data.rank" } }],
    ["batchEvents", { batchEvents: { maxSize: 2, timeout: "5s" } }],
    ["timeouts", { timeouts: { finish: "1m" } }],
    ["wildcard", { triggers: [{ event: "a/*" }] }],
    ["cannot be read", { triggers: [{ event: "a/sent", if: "event.data.n > 3" }] }],
    ["cannot be read", { idempotency: "size(event.data.x)" }],
    ["cannot be read", { concurrency: { limit: 1, key: "event.data['x']" } }],
    ["cannot be read", { singleton: { mode: "skip", key: "user.id" } }],
    ["cannot be read", { cancelOn: [{ event: "a/stopped", if: "async.data.x in [1]" }] }],
    ['scope "account"', { concurrency: { limit: 1, scope: "account" } }],
    ["list of concurrency", { concurrency: [{ limit: 1 }, { limit: 1, key: "event.data.x" }] }],
    ["CronPattern", { triggers: [{ cron: "every day" }] }],
  ];

  it.each(refused)("%s", async (why, options) => {
    const { engine } = test.embed((client) => [
      client.createFunction({ id: "refused", triggers: [{ event: "a/sent" }], ...options } as Options, () => null),
    ]);

    const start = engine.start();
    await expect(start).rejects.toThrow('The function "test-refused" cannot be run');
    await expect(start).rejects.toThrow(why);
  });
});

it("refuses a client that is not its own", async () => {
  const other = test.embed(() => []);
  const { engine } = test.embed(() => [], { around: () => async () => Response.json({ message: "registered elsewhere" }) });
  await other.engine.start();
  await expect(engine.start()).rejects.toThrow("must use the engine's fetch");
});

it("fails a run that asks for something that the engine does not have", async () => {
  const book = new Notebook();
  const { engine, client } = test.embed((inngest) => [
    inngest.createFunction(
      { id: "asking", triggers: [{ event: "a/sent" }], onFailure: ({ error }: { error: Error }) => book.note(error.message) },
      async ({ step }) => {
        await step.waitForSignal("signal", { signal: "green", timeout: "1m" });
      },
    ),
    inngest.createFunction(
      { id: "odd", triggers: [{ event: "a/odd" }], onFailure: ({ error }: { error: Error }) => book.note(error.message) },
      async ({ step }) => {
        await step.waitForEvent("odd", { event: "a/b", timeout: "1m", if: "async.data.n > 3" });
      },
    ),
  ]);

  await engine.start();
  await client.send([{ name: "a/sent" }, { name: "a/odd" }]);
  await engine.idle();
  expect(book.all().join()).toContain("does not support WaitForSignal");
  expect(book.all().join()).toContain('"async.data.n > 3" cannot be read');
});

it("refuses requests and events that it cannot serve", async () => {
  const { engine } = test.embed(() => []);
  await engine.start();

  const post = (path: string, body: unknown) =>
    engine.fetch(`http://engine.invalid${path}`, { method: "POST", body: JSON.stringify(body) });

  expect((await post("/v1/signals", {})).status).toBe(501);
  for (const event of [null, {}, { name: "" }, { name: "inngest/function.failed" }, { name: "a", data: [] }, { name: "a", ts: 1.5 }]) {
    expect(await (await post("/e/key", event)).json()).toMatchObject({ status: 400, error: expect.any(String) });
  }
  expect(engine.stats().unmatchedEvents).toBe(0);
});

it("drops what a function that no longer exists had begun", async () => {
  const sleeper = (inngest: Inngest) =>
    inngest.createFunction({ id: "old", triggers: [{ event: "a/sent" }] }, ({ step }) => step.sleep("long", "1h"));

  const before = test.embed((inngest) => [sleeper(inngest)]);
  await before.engine.start();
  await before.client.send({ name: "a/sent" });
  await before.engine.idle();
  expect(before.engine.stats()).toMatchObject({ runs: { running: 1 }, waits: 1 });
  await before.engine.stop();

  const after = test.embed(() => []);
  await after.engine.start();
  expect(after.engine.stats()).toMatchObject({ runs: { running: 0, canceled: 1 }, waits: 0 });
});
