import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { simpleParser } from "mailparser";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Mail } from "./mailer";
import { outboxMailer } from "./outbox-mailer";
import { readOutbox } from "./read-outbox";

const from = "Sqmpy <sqmpy@localhost>";
let home: string;
let folder: string;
let clock: number;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "sqmpy-outbox-"));
  folder = path.join(home, "outbox");
  clock = Date.parse("2026-11-24T05:58:12.345Z");
});

afterEach(() => rm(home, { recursive: true }));

const mailer = () => outboxMailer({ folder, from, now: () => new Date((clock += 1_000)) });

function mailOf(job: string): Mail {
  return {
    to: "ada@example.org",
    subject: `✓ Completed: ${job} on Würzburg`,
    text: `Grüße.\n.\nFrom here on.\n${"x".repeat(300)}\n`,
    html: `<p>Grüße &amp; “quotes”</p>`,
    messageId: `<job.${job}.completed@sqmpy.local>`,
    headers: { References: `<job.${job}@sqmpy.local>` },
  };
}

describe("outboxMailer", () => {
  it("writes a whole .eml that mail programs read, for the account of Sqmpy alone", async () => {
    await mailer().send(mailOf("fit"));
    const names = (await readdir(folder)).filter((name) => name.endsWith(".eml"));
    expect(names).toHaveLength(1);
    expect(names[0]).toMatch(/^20261124T055813345Z-[0-9a-f]{16}\.eml$/);

    const file = path.join(folder, names[0] ?? "");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    const parsed = await simpleParser(await readFile(file));
    expect(parsed).toMatchObject({ messageId: "<job.fit.completed@sqmpy.local>", subject: "✓ Completed: fit on Würzburg", references: "<job.fit@sqmpy.local>" });
    expect(parsed.text).toContain("Grüße.\n.\nFrom here on.\n");
    expect(parsed.html).toBe(mailOf("fit").html);
  });

  it("writes one Message-ID once: again, at the same time, and after a restart", async () => {
    const first = mailer();
    await Promise.all([first.send(mailOf("fit")), first.send(mailOf("fit"))]);
    expect(await first.send(mailOf("fit"))).toMatch(/already held/);
    expect(await mailer().send({ ...mailOf("fit"), text: "other last lines" })).toMatch(/already held/);
    expect((await readOutbox(folder).list()).total).toBe(1);
  });

  it("takes a mail up again that a stop cut in the middle", async () => {
    await mailer().send(mailOf("fit"));
    const [eml] = (await readdir(folder)).filter((name) => name.endsWith(".eml"));
    await rm(path.join(folder, eml ?? ""));
    await writeFile(path.join(folder, `.${eml}.part`), "half");

    expect((await readOutbox(folder).list()).total).toBe(0);
    expect(await mailer().send(mailOf("fit"))).toBeUndefined();
    expect((await readOutbox(folder).list()).total).toBe(1);
  });

  it("says what is wrong with a folder that cannot be used", async () => {
    await writeFile(folder, "a file in its place");
    expect(await mailer().check()).toMatch(/outbox folder cannot be used/);
    await expect(mailer().send(mailOf("fit"))).rejects.toMatchObject({ code: "mail", transient: true });
  });
});

describe("readOutbox", () => {
  it("is empty where there is no folder yet", async () => {
    expect(await readOutbox(folder).list()).toEqual({ mails: [], total: 0, older: null });
  });

  it("lists the newest first, by pages", async () => {
    const outgoing = mailer();
    for (const job of ["a", "b", "c", "d", "e"]) await outgoing.send(mailOf(job));
    const outbox = readOutbox(folder);

    const first = await outbox.list({ limit: 2 });
    expect(first.mails.map(({ subject }) => subject)).toEqual(["✓ Completed: e on Würzburg", "✓ Completed: d on Würzburg"]);
    expect(first.mails[0]?.at).toBe("2026-11-24T05:58:17.345Z");
    expect(first.total).toBe(5);

    const second = await outbox.list({ before: first.older ?? "", limit: 2 });
    const third = await outbox.list({ before: second.older ?? "", limit: 2 });
    expect([...second.mails, ...third.mails].map(({ subject }) => subject.charAt(13))).toEqual(["c", "b", "a"]);
    expect(third.older).toBeNull();
  });

  it("shows one mail as it was sent, and its .eml", async () => {
    await mailer().send(mailOf("fit"));
    const outbox = readOutbox(folder);
    const name = (await outbox.list()).mails[0]?.name ?? "";
    expect(await outbox.read(name)).toMatchObject({ ...mailOf("fit"), from });
    const eml = await outbox.openEml(name);
    const content = await text(eml?.stream ?? Readable.from([]));
    expect(content).toContain("Message-ID: <job.fit.completed@sqmpy.local>");
    expect(Buffer.byteLength(content)).toBe(eml?.size);
  });

  it.each(["../../etc/passwd", "", "x", "20261124T055813345Z-0123456789abcdef/../x", "20261124T055813345Z-0123456789abcdef"])("knows no mail %j", async (name) => {
    expect(await readOutbox(folder).read(name)).toBeUndefined();
    expect(await readOutbox(folder).openEml(name)).toBeUndefined();
  });
});
