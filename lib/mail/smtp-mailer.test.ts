import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type SmtpCatcher, startSmtp } from "@/e2e/support/smtp";
import { AppError } from "@/lib/domain/errors";
import type { CheckedMailer, Mail } from "./mailer";
import { explainSmtpError } from "./smtp-error";
import { smtpMailer } from "./smtp-mailer";

const account = { user: "sqmpy@example.org", pass: "p:w/% é" };

const mail: Mail = {
  to: "ada@example.org",
  subject: "✓ Completed: Überlauf on lab-3",
  text: "Zwölf lines.\n",
  html: "<p>Zwölf lines.</p>",
  messageId: "<job.abc.completed@sqmpy.example.org>",
  headers: { "In-Reply-To": "<job.abc@sqmpy.example.org>", References: "<job.abc@sqmpy.example.org>" },
};

let smtp: SmtpCatcher;
let mailer: CheckedMailer;

beforeAll(async () => {
  smtp = await startSmtp({ account, slowMs: 1_500 });
});

beforeEach(() => {
  mailer = smtpMailer({ url: smtp.url, from: "Sqmpy <sqmpy@example.org>", timeoutMs: 700 });
});

afterEach(async () => {
  mailer.close();
  await smtp.setFault(null);
  smtp.clear();
});

afterAll(() => smtp.close());

async function refusalOf(promise: Promise<unknown>): Promise<AppError> {
  const error: unknown = await promise.then(() => undefined, (reason: unknown) => reason);
  expect(error).toBeInstanceOf(AppError);
  return error as AppError;
}

describe("an SMTP server that works", () => {
  it("gets both parts, the headers and the Message-ID as given", async () => {
    await mailer.send(mail);
    const [caught] = smtp.mails;
    expect(caught).toMatchObject({ messageId: mail.messageId, to: [mail.to], subject: mail.subject, html: mail.html });
    expect(caught?.text.trim()).toBe("Zwölf lines.");
    expect(caught?.from).toContain("sqmpy@example.org");
    expect(caught?.headers.get("references")).toBe("<job.abc@sqmpy.example.org>");
    expect(caught?.headers.get("in-reply-to")).toBe("<job.abc@sqmpy.example.org>");
  });

  it("gets twenty mails at once, each once", async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `<job.${index}.completed@sqmpy.example.org>`);
    await Promise.all(ids.map((messageId) => mailer.send({ ...mail, messageId })));
    expect(smtp.mails.map(({ messageId }) => messageId).sort()).toEqual(ids.sort());
  });

  it("gets a mail at once: nothing waits for an acknowledgement of its packets", async () => {
    await mailer.send(mail);
    const times: number[] = [];
    for (let index = 0; index < 9; index++) {
      const began = performance.now();
      await mailer.send({ ...mail, messageId: `<job.${index}.failed@sqmpy.example.org>` });
      times.push(performance.now() - began);
    }
    expect(Math.min(...times)).toBeLessThan(35);
  });

  it("passes the check", async () => {
    expect(await mailer.check()).toBeNull();
  });

  it("does not turn a line end in a name into a header", async () => {
    await mailer.send({ ...mail, to: "ada@example.org\r\nBcc: eve@example.org", subject: "x\r\nBcc: eve@example.org", headers: { "X-Sqmpy-Job": "a\r\nBcc: eve@example.org" } });
    expect(smtp.mails[0]?.headers.has("bcc")).toBe(false);
    expect(smtp.mails[0]?.raw).not.toMatch(/^Bcc:/im);
  });
});

describe("an SMTP server that does not", () => {
  it("away: another try is worth it, and says where nothing listens", async () => {
    await smtp.setFault("refuse");
    const error = await refusalOf(mailer.send(mail));
    expect(error.transient).toBe(true);
    expect(error.message).toBe(`Nothing listens at the mail server's address 127.0.0.1:${smtp.port}.`);
    expect(await mailer.check()).toBe(error.message);

    await smtp.setFault(null);
    await mailer.send(mail);
    expect(smtp.mails).toHaveLength(1);
  });

  it("451: another try is worth it", async () => {
    await smtp.setFault("busy");
    const error = await refusalOf(mailer.send(mail));
    expect(error).toMatchObject({ code: "mail", transient: true });
    expect(error.message).toMatch(/asks to try again later: 451/);
  });

  it("550: final", async () => {
    await smtp.setFault("reject");
    const error = await refusalOf(mailer.send(mail));
    expect(error).toMatchObject({ code: "mail", transient: false });
    expect(error.message).toMatch(/refused the email: 550 5\.1\.1 No such mailbox/);
  });

  it("cut after the message: one copy, no silent second one, and the reason says that it may have arrived", async () => {
    await smtp.setFault("drop");
    const error = await refusalOf(mailer.send(mail));
    expect(error.transient).toBe(true);
    expect(error.message).toMatch(/may have arrived/);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(smtp.mails).toHaveLength(1);
  });

  it("slow: gives up in time, and says so", async () => {
    await smtp.setFault("slow");
    const error = await refusalOf(mailer.send(mail));
    expect(error.transient).toBe(true);
    expect(error.message).toMatch(/did not answer in time/);
  });

  it.each(["smtp", "smtps"])("silent from the start, by %s: gives up in time, and knows that nothing arrived", async (protocol) => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const unanswered = smtpMailer({ url: `${protocol}://127.0.0.1:${port}`, from: "a@example.org", timeoutMs: 300 });
    const error = await refusalOf(unanswered.send(mail));
    expect(error).toMatchObject({ transient: true, message: `The mail server 127.0.0.1:${port} did not answer in time.` });
    unanswered.close();
    silent.close();
  });

  it("an encrypted port where nothing listens: says so, at every try", async () => {
    const closed = smtpMailer({ url: "smtps://127.0.0.1:9", from: "a@example.org", timeoutMs: 700 });
    for (let tries = 0; tries < 4; tries++) {
      expect((await refusalOf(closed.send(mail))).message).toBe("Nothing listens at the mail server's address 127.0.0.1:9.");
    }
    closed.close();
  });

  it("a name with several addresses at none of which anything listens: says that too", () => {
    const each = ["::1", "127.0.0.1"].map((ip) => Object.assign(new Error(`connect ECONNREFUSED ${ip}:25`), { code: "ECONNREFUSED" }));
    expect(explainSmtpError(new AggregateError(each), "localhost:25")).toMatchObject({ transient: true, message: "Nothing listens at the mail server's address localhost:25." });
  });

  it("wrong password: final, names the setting and not the password", async () => {
    const wrong = smtpMailer({ url: smtp.url.replace(/:[^:@]*@/, ":secret-guess@"), from: "a@example.org", timeoutMs: 700 });
    const error = await refusalOf(wrong.send(mail));
    expect(error.transient).toBe(false);
    expect(error.message).toMatch(/SMTP_URL/);
    expect(error.message).not.toContain("secret-guess");
    expect(await wrong.check()).toBe(error.message);
    wrong.close();
  });
});
