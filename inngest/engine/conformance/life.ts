import { expect, it } from "vitest";
import { type Driver, Notebook, pause, type SentEvent } from "./driver";

/** Events that are refused or repeated, runs that are long, that the clock starts, that a crash interrupts. */
export function lifeCases(driver: Driver): void {
  it("refuses events that it could not keep", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "careful", triggers: [{ event: "a/sent" }] }, ({ event }) => book.note(`ran ${event.data.n}`)),
    ]);

    const refused: [SentEvent, string][] = [
      [{ name: "inngest/own" }, "reserved for internal use"],
      [{ name: "" }, "400"],
      [{ name: "a/sent", data: [1] as never }, "400"],
      [{ name: "a/sent", ts: 1.5 }, "400"],
      [{ name: "a/sent", ts: 1 }, "before"],
    ];
    await Promise.all(refused.map(([event, why]) => expect(driver.send(event), event.name).rejects.toThrow(why)));
    await driver.send({ name: "a/sent", data: { n: 1 } });
    await book.until("ran 1");
    expect(book.all()).toEqual(["ran 1"]);
  });

  it("starts a function once for an event's own id", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "noting", triggers: [{ event: "a/sent" }] }, ({ event }) => book.note(`ran ${event.id} ${event.data.n}`)),
    ]);

    await driver.send({ id: "own", name: "a/sent", data: { n: 1 } });
    await book.until("ran own 1");
    await driver.send({ id: "own", name: "a/sent", data: { n: 2 } });
    await driver.send([{ id: "other", name: "a/sent", data: { n: 3 } }, { id: "other", name: "a/sent", data: { n: 4 } }]);
    await book.until("ran other 3");
    await pause(500);
    expect(book.all()).toEqual(["ran own 1", "ran other 3"]);
  });

  it("takes what is absent on both sides for equal", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "waiter", triggers: [{ event: "a/asked", if: "event.data.id == null" }] }, async ({ step }) => {
        const answer = await step.waitForEvent("answer", { event: "a/answered", timeout: "20s", match: "data.id" });
        await step.run("end", () => book.note(`answer ${answer?.data.text}`));
      }),
      client.createFunction({ id: "stopped", triggers: [{ event: "a/asked" }], cancelOn: [{ event: "a/answered", match: "data.id" }] }, ({ step }) =>
        step.sleep("nap", "1m"),
      ),
      client.createFunction({ id: "witness", triggers: [{ event: "inngest/function.cancelled" }] }, () => book.note("stopped")),
    ]);

    await driver.send({ name: "a/asked" });
    await book.insist("answer without an id", () => driver.send({ name: "a/answered", data: { text: "without an id" } }));
    await book.until("stopped");
  });

  it("tells that a run was canceled, which is no failure", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction(
        { id: "stopped", triggers: [{ event: "a/sent" }], cancelOn: [{ event: "a/stopped" }], onFailure: () => void book.note("failed") },
        async ({ step }) => {
          await step.run("begin", () => book.note("begin"));
          await step.sleep("nap", "1m");
        },
      ),
      client.createFunction(
        { id: "listener", triggers: [{ event: "inngest/function.finished" }, { event: "inngest/function.cancelled" }] },
        ({ event }) => {
          const { function_id: id, event: first, error } = event.data;
          if (id.endsWith("stopped")) book.note(`${event.name} ${first.data.n} ${error?.message}`);
        },
      ),
    ]);

    await driver.send({ name: "a/sent", data: { n: 5 } });
    await book.until("begin");
    await driver.send({ name: "a/stopped" });
    await book.until("inngest/function.cancelled 5 undefined");
    await book.until("inngest/function.finished 5 undefined");
    expect(book.count("failed")).toBe(0);
  });

  it("says which function is not there to be invoked, and when an invoked one takes too long", async () => {
    const book = new Notebook();
    await driver.serve((client) => {
      const slow = client.createFunction({ id: "slow", triggers: [] }, ({ step }) => step.sleep("nap", "1m"));
      const unknown = client.createFunction({ id: "unknown", triggers: [] }, () => null);
      const caller = client.createFunction({ id: "caller", triggers: [{ event: "a/sent" }], retries: 0 }, async ({ step }) => {
        const words = await Promise.all([
          step.invoke("missing", { function: unknown }).catch((error: Error) => error.message),
          step.invoke("late", { function: slow, timeout: "1s" }).catch((error: Error) => error.message),
        ]);
        await step.run("end", () => words.forEach((word) => book.note(String(word))));
      });
      return [slow, caller];
    });

    await driver.send({ name: "a/sent" });
    await book.until("could not find function with ID: test-unknown");
    await book.until("Timed out waiting for invoked function to complete");
  });

  it("carries a long run, each step once", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "long", triggers: [{ event: "a/sent" }] }, async ({ step }) => {
        let sum = 0;
        for (let n = 1; n <= 150; n++) sum += await step.run(`step ${n}`, () => (book.note("step"), n));
        await step.run("end", () => book.note(`sum ${sum}`));
      }),
    ]);

    await driver.send({ name: "a/sent" });
    await book.until("sum 11325", 1, 40_000);
    expect(book.count("step")).toBe(150);
  });

  it("makes a call again that a crash left without an answer, and repeats no step that has ended", async () => {
    const book = new Notebook();
    let hangs = true;
    await driver.serve((client) => [
      client.createFunction({ id: "interrupted", triggers: [{ event: "a/sent" }] }, async ({ step }) => {
        await step.run("first", () => book.note("first"));
        await step.run("nap", () => pause(100));
        await step.run("second", async () => {
          book.note("second");
          if (hangs) await new Promise(() => undefined);
        });
        await step.run("end", () => book.note("end"));
      }),
    ]);

    await driver.send({ name: "a/sent" });
    await book.until("second");
    hangs = false;
    await driver.crash();
    await book.until("end", 1, 10_000 + driver.longestRetryMs);
    expect(book.all()).toEqual(["first", "second", "second", "end"]);
  });

  it("runs a cron at its minute", { timeout: 120_000 }, async () => {
    const book = new Notebook();
    const seen: { id?: string; ts?: number; data: Record<string, string> }[] = [];
    await driver.serve(
      (client) => [
        client.createFunction({ id: "each-minute", triggers: [{ cron: "TZ=Europe/Berlin * * * * *" }] }, ({ event }) => {
          seen.push(event);
          book.note(event.name);
        }),
      ],
      { nearMinute: true },
    );

    await book.until("inngest/scheduled.timer", 1, 75_000);
    const moment = new Date(seen[0]?.ts ?? NaN).toISOString().replace(".000Z", "Z");
    expect(moment).toMatch(/:00Z$/);
    expect(seen).toMatchObject([{ id: moment, data: { cron: "TZ=Europe/Berlin * * * * *", fireAt: moment, scheduledAt: moment } }]);
  });
}
