import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { z } from "zod";
import { isOutboxName, type OutboxName, outboxNames, type OutboxRecord } from "./outbox-file";

export interface OutboxPage {
  mails: { name: OutboxName; at: string; to: string; subject: string }[];
  total: number;
  /** Give it as `before` to see older ones; null at the end. */
  older: OutboxName | null;
}

/** The outbox folder as admins see it. Names from outside are checked; unknown ones answer undefined. */
export interface Outbox {
  /** Newest first. */
  list(page?: { before?: string; limit?: number }): Promise<OutboxPage>;
  read(name: string): Promise<OutboxRecord | undefined>;
  openEml(name: string): Promise<{ size: number; stream: Readable } | undefined>;
}

const recordSchema = z.object({
  from: z.string(),
  at: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  messageId: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
});

export function readOutbox(folder: string): Outbox {
  async function read(name: string): Promise<OutboxRecord | undefined> {
    if (!isOutboxName(name)) return undefined;
    const text = await orUndefined(readFile(path.join(folder, `${name}.json`), "utf8"));
    return text === undefined ? undefined : recordSchema.parse(JSON.parse(text));
  }

  return {
    read,

    async list({ before, limit = 50 } = {}) {
      const names = outboxNames((await orUndefined(readdir(folder))) ?? []).reverse();
      const from = before === undefined ? 0 : names.findIndex((name) => name < before);
      const shown = from === -1 ? [] : names.slice(from, from + limit);
      const mails = await Promise.all(shown.map(async (name) => rowOf(name, await read(name))));
      const last = shown.at(-1);
      return { mails, total: names.length, older: last !== undefined && last !== names.at(-1) ? last : null };
    },

    async openEml(name) {
      if (!isOutboxName(name)) return undefined;
      const file = path.join(folder, `${name}.eml`);
      const found = await orUndefined(stat(file));
      return found && { size: found.size, stream: createReadStream(file) };
    },
  };
}

function rowOf(name: OutboxName, record: OutboxRecord | undefined): OutboxPage["mails"][number] {
  const at = name.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z.*$/, "$1-$2-$3T$4:$5:$6.$7Z");
  return record ? { name, at, to: record.to, subject: record.subject } : { name, at, to: "", subject: "(only the .eml file is left)" };
}

async function orUndefined<Answer>(promise: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
