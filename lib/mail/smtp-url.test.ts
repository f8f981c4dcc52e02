import { describe, expect, it } from "vitest";
import { parseSmtpUrl } from "./smtp-url";

describe("parseSmtpUrl", () => {
  it.each([
    ["smtp://mail.example.org", { host: "mail.example.org", port: 587, secure: false }],
    ["smtps://mail.example.org", { host: "mail.example.org", port: 465, secure: true }],
    ["smtp://127.0.0.1:2525", { host: "127.0.0.1", port: 2525, secure: false }],
    ["smtp://[::1]:25", { host: "::1", port: 25, secure: false }],
    [
      "smtps://ada%40example.org:p%3Aw%2F%25@mail.example.org",
      { host: "mail.example.org", port: 465, secure: true, auth: { user: "ada@example.org", pass: "p:w/%" } },
    ],
    [
      "smtp://mail.example.org?tls.rejectUnauthorized=false&requireTLS=true",
      { host: "mail.example.org", port: 587, secure: false, requireTLS: true, tls: { rejectUnauthorized: false } },
    ],
  ])("reads %s", (url, server) => {
    expect(parseSmtpUrl(url)).toEqual(server);
  });

  it.each(["mail.example.org", "http://mail.example.org", "smtp://", ""])("refuses %j with an example", (url) => {
    expect(() => parseSmtpUrl(url)).toThrow(/smtp:\/\/name:password@mail\.example\.org:587/);
  });

  it("asks to encode a lone %, without showing the password", () => {
    expect(() => parseSmtpUrl("smtp://ada:100%@mail.example.org")).toThrow(/%25/);
    expect(() => parseSmtpUrl("smtp://ada:100%@mail.example.org")).not.toThrow(/100%@/);
  });
});
