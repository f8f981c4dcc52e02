import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { EnvError, envKeys, loadEnv } from "./env";

function problemsOf(source: Record<string, string>): readonly string[] {
  try {
    loadEnv(source as NodeJS.ProcessEnv);
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
  return [];
}

function read(source: Record<string, string>) {
  return loadEnv(source as NodeJS.ProcessEnv);
}

describe("loadEnv", () => {
  it("needs nothing", () => {
    expect(read({})).toMatchObject({
      port: 3000,
      bind: "127.0.0.1",
      url: "http://127.0.0.1:3000",
      dataDir: path.resolve("data"),
      loginDisabled: false,
      registration: "open",
      inngest: null,
      collect: { fileBytes: 2e9, jobBytes: 20e9, jobFiles: 10_000 },
    });
  });

  it.each([
    [{ INNGEST_BASE_URL: "http://127.0.0.1:8288", PORT: "4000" }, "http://127.0.0.1:4000"],
    [{ INNGEST_BASE_URL: "http://[::1]:8288", SQMPY_BIND: "0.0.0.0", SQMPY_URL: "https://sqmpy.example.org" }, "http://127.0.0.1:3000"],
    [{ INNGEST_BASE_URL: "http://localhost:8288", SQMPY_BIND: "::" }, "http://[::1]:3000"],
    [{ INNGEST_BASE_URL: "http://inngest:8288", SQMPY_BIND: "0.0.0.0", SQMPY_URL: "https://sqmpy.example.org" }, "https://sqmpy.example.org"],
    [{ INNGEST_BASE_URL: "http://inngest:8288", INNGEST_SERVE_ORIGIN: "http://sqmpy:3000/" }, "http://sqmpy:3000"],
  ])("tells where an Inngest server reaches it: %o", (source, serveOrigin) => {
    const keys = { INNGEST_EVENT_KEY: "12345678", INNGEST_SIGNING_KEY: "0123456789abcdef" };
    expect(read({ ...keys, ...source }).inngest).toMatchObject({ serveOrigin });
  });

  it("takes an empty value as none", () => {
    expect(read({ PORT: "", SMTP_URL: "  ", SQMPY_URL: "" }).port).toBe(3000);
  });

  it("builds the address from the port, and takes a given one without its slash", () => {
    expect(read({ PORT: "8080" }).url).toBe("http://127.0.0.1:8080");
    expect(read({ SQMPY_URL: "https://sqmpy.example.org/" }).url).toBe("https://sqmpy.example.org");
  });

  it.each([
    ["2GB", 2e9],
    ["1.5 MB", 1.5e6],
    ["4GiB", 4 * 1_024 ** 3],
    ["512k", 512_000],
    ["1000", 1_000],
    ["0", 0],
  ])("reads the size %s", (text, bytes) => expect(read({ SQMPY_COLLECT_FILE_LIMIT: text }).collect.fileBytes).toBe(bytes));

  it("names every wrong value at once, with what is wrong and an example", () => {
    const problems = problemsOf({ PORT: "http", SQMPY_LOGIN_DISABLED: "maybe", SQMPY_COLLECT_FILE_LIMIT: "much" });
    expect(problems).toHaveLength(3);
    expect(problems[0]).toBe("PORT is “http”: give a port from 1 to 65535. Example: PORT=3000");
    expect(problems.join()).toContain("SQMPY_LOGIN_DISABLED is “maybe”: give true or false.");
  });

  it.each([
    ["PORT", "0"],
    ["PORT", "70000"],
    ["PORT", "3000.5"],
    ["SQMPY_BIND", "example.org"],
    ["SQMPY_URL", "sqmpy.example.org"],
    ["SQMPY_URL", "ftp://sqmpy.example.org"],
    ["SQMPY_URL", "https://example.org/sqmpy"],
    ["SQMPY_REGISTRATION", "yes"],
    ["SMTP_URL", "mail.example.org"],
    ["SQMPY_MAIL_FROM", "Sqmpy"],
    ["INNGEST_BASE_URL", "inngest"],
    ["SQMPY_COLLECT_FILES", "0"],
    ["SQMPY_LOG_LEVEL", "loud"],
    ["AUTH_SECRET", "short"],
    ["SQMPY_SECRET_KEY", "short"],
  ])("refuses %s=%s", (name, value) => {
    const [problem] = problemsOf({ [name]: value });
    expect(problem).toMatch(new RegExp(`^${name} is .+: give .+ Example: ${name}=`, "s"));
  });

  it("never shows a secret", () => {
    const secrets = { SQMPY_SECRET_KEY: "hush-1", SMTP_URL: "hush-2", RESEND_API_KEY: "hush-3", AUTH_SECRET: "hush-4", INNGEST_SIGNING_KEY: "hush-5" };
    expect(problemsOf(secrets).length).toBeGreaterThanOrEqual(5);
    expect(problemsOf(secrets).join()).not.toContain("hush");
  });

  it("listens on this computer alone in single-user mode", () => {
    expect(problemsOf({ SQMPY_LOGIN_DISABLED: "true", SQMPY_BIND: "0.0.0.0" })[0]).toContain("SQMPY_BIND is “0.0.0.0” while SQMPY_LOGIN_DISABLED=true");
    expect(problemsOf({ SQMPY_LOGIN_DISABLED: "true", SQMPY_BIND: "::" })).toHaveLength(1);
    expect(problemsOf({ SQMPY_LOGIN_DISABLED: "true", SQMPY_BIND: "::1" })).toEqual([]);
  });

  it("wants what belongs together", () => {
    expect(problemsOf({ INNGEST_BASE_URL: "http://127.0.0.1:8288" }).join()).toMatch(/INNGEST_EVENT_KEY is missing.*INNGEST_SIGNING_KEY is missing/);
    expect(problemsOf({ SMTP_URL: "smtp://127.0.0.1:25" }).join()).toContain("SQMPY_MAIL_FROM is missing");
  });
});

describe(".env.example", () => {
  it("names the same keys as the schema", () => {
    const text = readFileSync(path.join(import.meta.dirname, "..", ".env.example"), "utf8");
    const named = [...text.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
    expect([...named].sort()).toEqual(Object.keys(envKeys).sort());
  });

  it("gives values that are right", () => {
    const text = readFileSync(path.join(import.meta.dirname, "..", ".env.example"), "utf8");
    const given = Object.fromEntries([...text.matchAll(/^#?([A-Z][A-Z0-9_]*)=(.+)$/gm)].map(([, name, value]) => [name, value]));
    expect(problemsOf({ ...given, INNGEST_EVENT_KEY: "12345678", INNGEST_SIGNING_KEY: "0123456789abcdef" })).toEqual([]);
  });
});
