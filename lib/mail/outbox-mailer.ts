import { mkdir, open, readdir, rename } from "node:fs/promises";
import path from "node:path";
import nodemailer from "nodemailer";
import { AppError, messageOf } from "@/lib/domain/errors";
import type { CheckedMailer, Mail } from "./mailer";
import { idPart, outboxName, outboxNames, type OutboxRecord } from "./outbox-file";

export interface OutboxMailerOptions {
  /** `<data>/outbox`; made with mode 700 when absent. */
  folder: string;
  from: string;
  now: () => Date;
}

/** Writes each mail as `.eml` into a folder that admins read in the app. One Message-ID is written once. */
export function outboxMailer({ folder, from, now }: OutboxMailerOptions): CheckedMailer {
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  const underWay = new Map<string, Promise<string | void>>();

  async function write(mail: Mail): Promise<string | void> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const written = outboxNames(await readdir(folder));
      const id = idPart(mail.messageId);
      if (written.some((name) => name.endsWith(`-${id}`))) return "The outbox already held this email from an earlier try.";

      const at = now();
      const name = outboxName(mail.messageId, at);
      const record: OutboxRecord = { ...mail, from, at: at.toISOString() };
      await writeWhole(folder, `${name}.json`, JSON.stringify(record, null, 2));
      await writeWhole(folder, `${name}.eml`, await compose(mail, at));
    } catch (error) {
      throw new AppError("mail", `The email could not be written to the outbox folder: ${messageOf(error)}`, { transient: true, cause: error });
    }
  }

  async function compose({ to, subject, text, html, messageId, headers }: Mail, date: Date): Promise<Buffer> {
    const { message } = await composer.sendMail({ from, to, subject, text, html, messageId, headers, date });
    return Buffer.isBuffer(message) ? message : Promise.reject(new TypeError("The composer gave no buffer."));
  }

  return {
    kind: "outbox",

    async send(mail) {
      const earlier = underWay.get(mail.messageId);
      if (earlier) return earlier;
      const writing = write(mail).finally(() => underWay.delete(mail.messageId));
      underWay.set(mail.messageId, writing);
      return writing;
    },

    async check() {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await readdir(folder);
        return null;
      } catch (error) {
        return `The outbox folder cannot be used, so emails are not kept: ${messageOf(error)}`;
      }
    },

    close() {},
  };
}

/** A reader sees the whole file or none, also after a loss of power. */
async function writeWhole(folder: string, name: string, content: string | Buffer): Promise<void> {
  const temporary = path.join(folder, `.${name}.part`);
  const file = await open(temporary, "w", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path.join(folder, name));
  const directory = await open(folder, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
