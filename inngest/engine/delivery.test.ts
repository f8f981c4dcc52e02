import { expect, it } from "vitest";
import type { Inngest } from "inngest";
import { Notebook, pause } from "./conformance/driver";
import { scratch } from "./fixtures/scratch";

const test = scratch();
const DAY = 86_400_000;

const noting = (book: Notebook) => (inngest: Inngest) => [
  inngest.createFunction({ id: "noting", triggers: [{ event: "a/sent" }] }, ({ event }) => book.note(`ran ${event.data.n}`)),
];

it("starts nothing again for an event's own id within 24 hours, and answers the first one's id", async () => {
  const book = new Notebook();
  let shift = 0;
  const { engine, client } = test.embed(noting(book), { now: () => Date.now() + shift });
  await engine.start();

  const first = await client.send({ id: "own", name: "a/sent", data: { n: 1 } });
  shift = DAY - 1_000;
  const second = await client.send({ id: "own", name: "a/sent", data: { n: 2 } });
  shift = DAY + 1_000;
  const third = await client.send({ id: "own", name: "a/sent", data: { n: 3 } });
  await engine.idle();

  expect(second).toEqual(first);
  expect(third).not.toEqual(first);
  expect(book.all()).toEqual(["ran 1", "ran 3"]);
});

it("takes a repeated request for the same events once", async () => {
  const book = new Notebook();
  const { engine } = test.embed(noting(book));
  await engine.start();

  const send = async () => {
    const response = await engine.fetch("http://engine.invalid/e/key", {
      method: "POST",
      headers: { "x-inngest-event-id-seed": "1764000000000,c2VlZA==" },
      body: JSON.stringify([{ name: "a/sent", data: { n: 1 } }, { name: "a/sent", data: { n: 2 } }]),
    });
    return response.json();
  };

  expect(await send()).toEqual(await send());
  await engine.idle();
  expect(book.all()).toEqual(["ran 1", "ran 2"]);
});

it("keeps the events that come in before it has started", async () => {
  const book = new Notebook();
  const { engine, client } = test.embed(noting(book));

  await client.send({ name: "a/sent", data: { n: 1 } });
  expect(engine.stats().unmatchedEvents).toBe(1);

  await engine.start();
  await engine.idle();
  expect(book.all()).toEqual(["ran 1"]);
});

it("does not burn an attempt when the call does not arrive", async () => {
  const book = new Notebook();
  const faults = [
    () => Promise.reject(new Error("socket closed")),
    () => Promise.resolve(new Response("<h1>starting</h1>", { status: 502 })),
  ];
  const { engine, client } = test.embed(
    (inngest) => [
      inngest.createFunction({ id: "steady", triggers: [{ event: "a/sent" }], retries: 0 }, ({ attempt }) =>
        book.note(`attempt ${attempt}`),
      ),
    ],
    { around: (handler) => (request) => (request.method === "POST" && faults.shift()?.()) || handler(request) },
  );

  await engine.start();
  await client.send({ name: "a/sent" });
  await book.until("attempt 0");
  expect(faults).toEqual([]);
});

it("lets what is underway end when it stops, and goes on with the rest when it starts again", async () => {
  const book = new Notebook();
  const define = (inngest: Inngest) => [
    inngest.createFunction({ id: "slow", triggers: [{ event: "a/sent" }] }, async ({ step }) => {
      await step.run("one", async () => {
        book.note("began");
        await pause(200);
        book.note("one");
      });
      await step.run("two", () => book.note("two"));
    }),
  ];

  const before = test.embed(define);
  await before.engine.start();
  await before.client.send({ name: "a/sent" });
  await book.until("began");
  await before.engine.stop();
  expect(book.all()).toEqual(["began", "one"]);
  expect((await before.engine.fetch("http://engine.invalid/e/key", { method: "POST", body: "{}" })).status).toBe(503);

  const after = test.embed(define);
  await after.engine.start();
  await book.until("two");
  expect(book.all()).toEqual(["began", "one", "two"]);
});
