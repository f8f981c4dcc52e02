import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type ResendCatcher, startResend } from "@/e2e/support/resend";
import type { Mail } from "./mailer";
import { resendMailer } from "./resend-mailer";

const apiKey = "re_test_1234";
const from = "Sqmpy <sqmpy@example.org>";

const mail: Mail = {
  to: "ada@example.org",
  subject: "✓ Completed: fit on lab-3",
  text: "text",
  html: "<p>html</p>",
  messageId: "<job.abc.completed@sqmpy.example.org>",
  headers: { References: "<job.abc@sqmpy.example.org>" },
};

let resend: ResendCatcher;

beforeAll(async () => {
  resend = await startResend({ apiKey, domains: [{ name: "example.org", status: "verified" }, { name: "new.example.org", status: "pending" }] });
});

afterEach(() => {
  resend.emails.length = 0;
  resend.refusals.length = 0;
});

afterAll(() => resend.close());

const mailer = (options: { from?: string; apiKey?: string; baseUrl?: string } = {}) => resendMailer({ apiKey, from, baseUrl: resend.url, ...options });

describe("resendMailer", () => {
  it("sends all parts, with the Message-ID as idempotency key", async () => {
    await mailer().send(mail);
    const { to, subject, text, html, headers } = mail;
    expect(resend.emails).toEqual([{ key: mail.messageId, email: { from, to, subject, text, html, headers } }]);
  });

  it("makes one email of two tries, and says so when the last lines had changed", async () => {
    const again = { ...mail, messageId: "<job.abc.failed@sqmpy.example.org>" };
    await mailer().send(again);
    expect(await mailer().send(again)).toBeUndefined();
    expect(await mailer().send({ ...again, text: "other last lines" })).toMatch(/already taken/);
    expect(resend.emails).toHaveLength(1);
  });

  it("waits as long as it is asked to when sending too fast", async () => {
    resend.refusals.push({ status: 429, name: "rate_limit_exceeded", message: "Too many requests.", headers: { "retry-after": "7" } });
    await expect(mailer().send(mail)).rejects.toMatchObject({ code: "mail", transient: true, retryAfterMs: 7_000 });
  });

  it.each([
    [500, "internal_server_error", true],
    [429, "daily_quota_exceeded", true],
    [409, "concurrent_idempotent_requests", true],
    [422, "validation_error", false],
    [403, "invalid_from_address", false],
  ])("answers %i %s: worth another try: %s", async (status, name, transient) => {
    resend.refusals.push({ status, name, message: "Because." });
    await expect(mailer().send(mail)).rejects.toMatchObject({ code: "mail", transient, message: expect.stringContaining("Because.") });
  });

  it("calls a wrong key final and does not show it", async () => {
    const send = mailer({ apiKey: "re_wrong_key" }).send(mail);
    await expect(send).rejects.toMatchObject({ transient: false, message: "Resend does not accept RESEND_API_KEY: API key is invalid" });
  });

  it("calls an unreachable network worth another try", async () => {
    await expect(mailer({ baseUrl: "http://127.0.0.1:9" }).send(mail)).rejects.toMatchObject({ transient: true, message: /reached/ });
  });
});

describe("check", () => {
  it("is content with a verified domain, and with a key that may only send", async () => {
    expect(await mailer().check()).toBeNull();
    resend.refusals.push({ status: 401, name: "restricted_api_key", message: "This API key is restricted to only send emails" });
    expect(await mailer().check()).toBeNull();
  });

  it("warns of a sender's domain that is not verified, a wrong key, and no network", async () => {
    expect(await mailer({ from: "Sqmpy <sqmpy@new.example.org>" }).check()).toMatch(/new\.example\.org of SQMPY_MAIL_FROM is not verified/);
    expect(await mailer({ apiKey: "re_wrong_key" }).check()).toMatch(/RESEND_API_KEY/);
    expect(await mailer({ baseUrl: "http://127.0.0.1:9" }).check()).toMatch(/could not be reached/);
  });
});
