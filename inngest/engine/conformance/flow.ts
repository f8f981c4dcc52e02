import { expect, it } from "vitest";
import { type Driver, Notebook, pause } from "./driver";

export function flowCases(driver: Driver): void {
  it("starts a function at an event's future ts, not before", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "later", triggers: [{ event: "a/planned" }] }, () => book.note("ran")),
    ]);

    const due = Date.now() + 1_500;
    await driver.send({ name: "a/planned", ts: due });
    await book.until("ran");
    expect(book.at("ran")).toBeGreaterThanOrEqual(due - 5);
  });

  it("cancels the runs that an event names, between their steps", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction(
        {
          id: "cancelable",
          triggers: [{ event: "a/begun" }],
          cancelOn: [{ event: "a/stopped", if: "event.data.id == async.data.id" }],
        },
        async ({ event, step }) => {
          await step.run("begin", () => book.note(`begin ${event.data.id}`));
          await step.sleep("nap", "2s");
          await step.run("end", () => book.note(`end ${event.data.id}`));
        },
      ),
    ]);

    await driver.send([{ name: "a/begun", data: { id: 1 } }, { name: "a/begun", data: { id: 2 } }]);
    await book.until("begin 1");
    await book.until("begin 2");
    await driver.send({ name: "a/stopped", data: { id: 1 } });
    await book.until("end 2");
    await pause(500);
    expect(book.count("end 1")).toBe(0);
  });

  it("cancels a run that is planned for later", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction(
        { id: "planned", triggers: [{ event: "a/planned" }], cancelOn: [{ event: "a/stopped", match: "data.id" }] },
        ({ event }) => book.note(`ran ${event.data.id}`),
      ),
    ]);

    const due = Date.now() + 1_500;
    await driver.send([{ name: "a/planned", ts: due, data: { id: 1 } }, { name: "a/planned", ts: due, data: { id: 2 } }]);
    await pause(300);
    await driver.send({ name: "a/stopped", data: { id: 1 } });
    await book.until("ran 2");
    await pause(300);
    expect(book.all()).toEqual(["ran 2"]);
  });

  it("tells the functions that listen how runs have ended", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "ending", triggers: [{ event: "a/sent" }], retries: 0 }, ({ event }) => {
        if (event.data.fails) throw new Error("as asked");
        return { n: 1 };
      }),
      client.createFunction(
        { id: "listener", triggers: [{ event: "inngest/function.finished" }, { event: "inngest/function.failed" }] },
        ({ event }) => {
          const { function_id: id, error, result } = event.data;
          if (id.endsWith("ending")) book.note(`${event.name} ${error?.message ?? JSON.stringify(result)}`);
        },
      ),
    ]);

    await driver.send([{ name: "a/sent" }, { name: "a/sent", data: { fails: true } }]);
    await book.until('inngest/function.finished {"n":1}');
    await book.until("inngest/function.finished as asked");
    await book.until("inngest/function.failed as asked");
  });

  it("never has more calls underway than the limit, per key", async () => {
    const underway = new Map<string, number>();
    const most = new Map<string, number>();
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction(
        { id: "limited", triggers: [{ event: "a/sent" }], concurrency: { limit: 2, key: "event.data.host" } },
        async ({ event, step }) => {
          await step.run("work", async () => {
            const host = event.data.host as string;
            underway.set(host, (underway.get(host) ?? 0) + 1);
            most.set(host, Math.max(most.get(host) ?? 0, underway.get(host) ?? 0));
            await pause(150);
            underway.set(host, (underway.get(host) ?? 0) - 1);
            book.note("done");
          });
        },
      ),
    ]);

    await driver.send(Array.from({ length: 12 }, (_, n) => ({ name: "a/sent", data: { host: n % 3 === 0 ? "x" : "y" } })));
    await book.until("done", 12, 20_000);
    expect(most.get("y")).toBe(2);
    expect(most.get("x")).toBeLessThanOrEqual(2); // the four of them may come to a busy server one by one
  });

  it("starts nothing again for the same idempotency key", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "once", triggers: [{ event: "a/sent" }], idempotency: "event.data.id" }, ({ event }) =>
        book.note(`ran ${event.data.id}`),
      ),
    ]);

    await driver.send([{ name: "a/sent", data: { id: 1 } }, { name: "a/sent", data: { id: 1 } }]);
    await driver.send([{ name: "a/sent", data: { id: 2 } }, { name: "a/sent", data: { id: 1 } }]);
    await book.until("ran 2");
    await pause(500);
    expect(book.all().sort()).toEqual(["ran 1", "ran 2"]);
  });

  it("keeps a singleton to one run per key, skipping newer events", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction(
        { id: "single", triggers: [{ event: "a/sent" }], singleton: { mode: "skip", key: "event.data.host" } },
        async ({ event, step }) => {
          await step.run("begin", () => book.note(`begin ${event.data.host} ${event.data.n}`));
          await step.sleep("nap", "1s");
          await step.run("end", () => book.note(`end ${event.data.host}`));
        },
      ),
    ]);

    await driver.send({ name: "a/sent", data: { host: "x", n: 1 } });
    await book.until("begin x 1");
    await driver.send([{ name: "a/sent", data: { host: "x", n: 2 } }, { name: "a/sent", data: { host: "y", n: 3 } }]);
    await book.until("end x");
    await book.until("end y");
    await pause(300);
    await driver.send({ name: "a/sent", data: { host: "x", n: 4 } });
    await book.until("begin x 4");
    expect(book.count("begin x 2")).toBe(0);
  });

  it("lets a newer event replace a singleton's run in cancel mode", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction(
        { id: "newest", triggers: [{ event: "a/sent" }], singleton: { mode: "cancel" } },
        async ({ event, step }) => {
          await step.run("begin", () => book.note(`begin ${event.data.n}`));
          await step.sleep("nap", "1s");
          await step.run("end", () => book.note(`end ${event.data.n}`));
        },
      ),
    ]);

    await driver.send({ name: "a/sent", data: { n: 1 } });
    await book.until("begin 1");
    await driver.send({ name: "a/sent", data: { n: 2 } });
    await book.until("end 2");
    expect(book.count("end 1")).toBe(0);
  });

  it("brings a hundred events at once to their function, each once", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "many", triggers: [{ event: "a/sent" }] }, async ({ event, step }) => {
        const n = await step.run("one", () => Number(event.data.n));
        await step.run("two", () => book.note(`ran ${n}`));
      }),
    ]);

    await driver.send(Array.from({ length: 100 }, (_, n) => ({ name: "a/sent", data: { n } })));
    await expect.poll(() => book.entries.length, { timeout: 40_000, interval: 50 }).toBe(100);
    await pause(500);
    expect(new Set(book.all()).size).toBe(100);
    expect(book.entries).toHaveLength(100);
  });
}
