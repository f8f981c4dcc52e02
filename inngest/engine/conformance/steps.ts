import { expect, it } from "vitest";
import { type Driver, Notebook, pause } from "./driver";

export function stepCases(driver: Driver): void {
  it("runs a function once for its event and hands it the event's data", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "plain", triggers: [{ event: "a/sent" }] }, ({ event }) => book.note(`got ${event.data.n}`)),
    ]);

    await driver.send({ name: "a/sent", data: { n: 1 } });
    await book.until("got 1");
    expect(book.all()).toEqual(["got 1"]);
  });

  it("starts a function by any of its triggers, and only where its condition holds", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction(
        { id: "several", triggers: [{ event: "a/one" }, { event: "a/two", if: "event.data.kind == 'wanted'" }] },
        ({ event }) => book.note(`${event.name} ${event.data.kind}`),
      ),
    ]);

    await driver.send([
      { name: "a/two", data: { kind: "other" } },
      { name: "a/two", data: { kind: "wanted" } },
      { name: "a/one", data: { kind: "any" } },
    ]);
    await book.until("a/one any");
    await book.until("a/two wanted");
    expect(book.entries).toHaveLength(2);
  });

  it("runs each step once, in order, and keeps its result", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "steps", triggers: [{ event: "a/sent" }] }, async ({ step }) => {
        const one = await step.run("one", () => (book.note("one"), { value: 1 }));
        const two = await step.run("two", () => (book.note("two"), one.value + 1));
        const three = await step.run("two", () => (book.note("two again"), two + 1));
        await step.run("end", () => book.note(`sum ${one.value + two + three}`));
      }),
    ]);

    await driver.send({ name: "a/sent" });
    await book.until("sum 6");
    expect(book.all()).toEqual(["one", "two", "two again", "sum 6"]);
  });

  it("runs parallel steps once each, beside one another, and each chain at its own pace", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "parallel", triggers: [{ event: "a/sent" }] }, async ({ step }) => {
        const slow = step.run("slow", async () => {
          book.note("slow began");
          await new Promise((resolve) => setTimeout(resolve, 400));
          book.note("slow ended");
          return 1;
        });
        const chain = step
          .run("quick", () => (book.note("quick"), 10))
          .then((quick: number) => step.run("after", () => (book.note("after"), quick + 100)));
        const sum = (await Promise.all([slow, chain])).reduce((a, b) => a + b);
        await step.run("end", () => book.note(`sum ${sum}`));
      }),
    ]);

    await driver.send({ name: "a/sent" });
    await book.until("sum 111");
    expect(book.entries).toHaveLength(5);
    expect(book.at("quick")).toBeLessThan(book.at("slow ended"));
  });

  it("sleeps for a while and until a moment", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "sleeper", triggers: [{ event: "a/sent" }] }, async ({ step }) => {
        await step.run("before", () => book.note("before"));
        await step.sleep("nap", "1s");
        await step.run("between", () => book.note("between"));
        await step.sleepUntil("alarm", new Date(book.at("between") + 1_000));
        await step.run("after", () => book.note("after"));
      }),
    ]);

    await driver.send({ name: "a/sent" });
    await book.until("after");
    expect(book.at("between") - book.at("before")).toBeGreaterThanOrEqual(950);
    expect(book.at("after") - book.at("between")).toBeGreaterThanOrEqual(500);
    expect(book.entries).toHaveLength(3);
  });

  it("waits for an event that matches, and passes over others", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "waiter", triggers: [{ event: "a/asked" }] }, async ({ step }) => {
        await step.run("asked", () => book.note("asked"));
        const answer = await step.waitForEvent("answer", { event: "a/answered", timeout: "1m", match: "data.id" });
        await step.run("end", () => book.note(`answer ${answer?.data.text}`));
      }),
      client.createFunction({ id: "witness", triggers: [{ event: "a/answered" }] }, () => book.note("seen")),
    ]);

    await driver.send({ name: "a/asked", data: { id: 7 } });
    await book.until("asked");
    await pause(500);
    await driver.send([{ name: "a/answered", data: { id: 8, text: "wrong" } }, { name: "a/answered" }]);
    await book.until("seen", 2);
    await book.insist("answer right", () => driver.send({ name: "a/answered", data: { id: 7, text: "right" } }));
    expect(book.count("answer wrong")).toBe(0);
  });

  it("gives up waiting for an event after its time-out", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "impatient", triggers: [{ event: "a/asked" }] }, async ({ step }) => {
        const answer = await step.waitForEvent("answer", {
          event: "a/answered",
          timeout: "1s",
          if: "event.data.id == async.data.id && async.data.ok == true",
        });
        await step.run("end", () => book.note(`answer ${answer}`));
      }),
    ]);

    await driver.send({ name: "a/asked", data: { id: 7 } });
    await book.until("answer null");
  });

  it("invokes a function and goes on with its result, or its failure", async () => {
    const book = new Notebook();
    await driver.serve((client) => {
      const double = client.createFunction({ id: "double", triggers: [], retries: 0 }, async ({ event, step }) => {
        const { n } = event.data as { n: number };
        if (n < 0) throw new Error("too small");
        return step.run("double", () => n * 2);
      });
      const caller = client.createFunction({ id: "caller", triggers: [{ event: "a/sent" }], retries: 0 }, async ({ step }) => {
        const ten: unknown = await step.invoke("good", { function: double, data: { n: 5 } });
        const failure = await step.invoke("bad", { function: double, data: { n: -1 } }).catch((error: Error) => error.message);
        await step.run("end", () => book.note(`${ten} ${failure}`));
      });
      return [double, caller];
    });

    await driver.send({ name: "a/sent" });
    await book.until("10 too small");
  });

  it("sends events from a step", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "sender", triggers: [{ event: "a/sent" }] }, async ({ step }) => {
        const { ids } = await step.sendEvent("tell", [{ name: "a/told", data: { n: 1 } }, { name: "a/told", data: { n: 2 } }]);
        await step.run("end", () => book.note(`sent ${ids.length}`));
      }),
      client.createFunction({ id: "hearer", triggers: [{ event: "a/told" }] }, ({ event }) => book.note(`told ${event.data.n}`)),
    ]);

    await driver.send({ name: "a/sent" });
    await book.until("sent 2");
    await book.until("told 1");
    await book.until("told 2");
    expect(book.entries).toHaveLength(3);
  });

  it("ends a race as soon as one of its steps has ended", async () => {
    const book = new Notebook();
    await driver.serve((client) => [
      client.createFunction({ id: "race", triggers: [{ event: "a/sent" }] }, async ({ step, group }) => {
        const winner = await group.parallel(() =>
          Promise.race([
            step.sleep("tortoise", "1h").then(() => "tortoise"),
            step.run("hare", () => "hare"),
          ]),
        );
        await step.run("end", () => book.note(winner));
      }),
    ]);

    await driver.send({ name: "a/sent" });
    await book.until("hare");
  });
}
