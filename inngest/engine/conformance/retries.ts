import { NonRetriableError, RetryAfterError } from "inngest";
import { expect, it } from "vitest";
import { type Driver, Notebook } from "./driver";

interface Failure {
  error: Error;
  event: { data: { event: { data: { n?: number } } } };
}

export function retryCases(driver: Driver): void {
  const limit = 10_000 + 3 * driver.longestRetryMs;

  it("tries a failing step again without repeating those before it", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "flaky", triggers: [{ event: "a/sent" }], retries: 3 }, async ({ step, attempt }) => {
        await step.run("steady", () => book.note("steady"));
        await step.run("flaky", () => {
          book.note(`attempt ${attempt}`);
          if (attempt < 2) throw new Error("not yet");
        });
        await step.run("end", () => book.note(`end ${attempt}`));
      }),
    ]);

    await driver.send({ name: "a/sent" });
    await book.until("end 0", 1, limit);
    expect(book.all()).toEqual(["steady", "attempt 0", "attempt 1", "attempt 2", "end 0"]);
  });

  it("tries a failing parallel step again without repeating its neighbours", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "flaky-pair", triggers: [{ event: "a/sent" }], retries: 1 }, async ({ step, attempt }) => {
        await Promise.all([
          step.run("steady", () => book.note("steady")),
          step.run("flaky", () => {
            book.note("flaky");
            if (attempt === 0) throw new Error("not yet");
          }),
        ]);
        await step.run("end", () => book.note("end"));
      }),
    ]);

    await driver.send({ name: "a/sent" });
    await book.until("end", 1, limit);
    expect([book.count("steady"), book.count("flaky")]).toEqual([1, 2]);
  });

  it("lets a function catch the error of a step that has used up its attempts", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "catcher", triggers: [{ event: "a/sent" }], retries: 1 }, async ({ step }) => {
        try {
          await step.run("hopeless", () => {
            book.note("tried");
            throw new Error("never");
          });
        } catch (error) {
          await step.run("end", () => book.note(`caught ${(error as Error).message}`));
        }
      }),
    ]);

    await driver.send({ name: "a/sent" });
    await book.until("caught never", 1, limit);
    expect(book.count("tried")).toBe(2);
  });

  it("tries a function that throws outside its steps again", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "thrower", triggers: [{ event: "a/sent" }], retries: 2 }, ({ attempt }) => {
        book.note(`attempt ${attempt}`);
        if (attempt < 2) throw new Error("not yet");
      }),
    ]);

    await driver.send({ name: "a/sent" });
    await book.until("attempt 2", 1, limit);
    expect(book.all()).toEqual(["attempt 0", "attempt 1", "attempt 2"]);
  });

  it("does not try again what must not be tried again, and calls onFailure once with the error and the event", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction(
        {
          id: "final",
          triggers: [{ event: "a/sent" }],
          retries: 3,
          onFailure: ({ error, event }: Failure) => book.note(`failed: ${error.message} for ${event.data.event.data.n}`),
        },
        async ({ step }) => {
          await step.run("refused", () => {
            book.note("tried");
            throw new NonRetriableError("no way");
          });
        },
      ),
    ]);

    await driver.send({ name: "a/sent", data: { n: 5 } });
    await book.until("failed: no way for 5");
    expect(book.all()).toEqual(["tried", "failed: no way for 5"]);
  });

  it("calls onFailure when the attempts are used up", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction(
        { id: "doomed", triggers: [{ event: "a/sent" }], retries: 1, onFailure: ({ error }: Failure) => book.note(`failed: ${error.message}`) },
        () => {
          book.note("tried");
          throw new Error("always");
        },
      ),
    ]);

    await driver.send({ name: "a/sent" });
    await book.until("failed: always", 1, limit);
    expect(book.all()).toEqual(["tried", "tried", "failed: always"]);
  });

  it("waits as long as a step asks before the next attempt", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "patient", triggers: [{ event: "a/sent" }], retries: 1 }, async ({ step, attempt }) => {
        await step.run("busy", () => {
          book.note(`attempt ${attempt}`);
          if (attempt === 0) throw new RetryAfterError("busy", 2_000);
        });
      }),
    ]);

    await driver.send({ name: "a/sent" });
    await book.until("attempt 1");
    expect(book.at("attempt 1") - book.at("attempt 0")).toBeGreaterThanOrEqual(900); // a server may count whole seconds of its clock
  });
}
