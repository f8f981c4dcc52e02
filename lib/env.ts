import path from "node:path";
import { z } from "zod";

const loopback = ["127.0.0.1", "::1", "localhost"];

interface EnvKey<Value> {
  read: (text: string) => Value;
  /** What a right value looks like. */
  rule: string;
  example: string;
  /** Never shown, not even in the sentence that refuses it. */
  secret?: boolean;
}

class Wrong extends Error {}

function key<Value>(read: (text: string) => Value, rule: string, example: string, secret = false): EnvKey<Value> {
  return { read, rule, example, secret };
}

function keyOf<Value>(schema: z.ZodType<Value>, rule: string, example: string, secret = false): EnvKey<Value> {
  return key((text) => check(schema, text), rule, example, secret);
}

function check<Value>(schema: z.ZodType<Value>, text: string): Value {
  const result = schema.safeParse(text);
  if (!result.success) throw new Wrong();
  return result.data;
}

const yes = ["true", "1", "yes", "on"];
const no = ["false", "0", "no", "off"];
const flag = z
  .string()
  .transform((text) => text.toLowerCase())
  .refine((text) => yes.includes(text) || no.includes(text))
  .transform((text) => yes.includes(text));

const webAddress = z
  .string()
  .refine((text) => URL.canParse(text) && isSiteAddress(new URL(text)))
  .transform((text) => new URL(text).origin);

const serverAddress = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ""));

const mailAddress = z.string().regex(/^(?:[^<>\r\n]*<)?[^\s<>@]+@[^\s<>@]+>?$/);

/** Every key that Sqmpy reads, with how to read it. `.env.example` says what each is for. */
export const envKeys = {
  PORT: keyOf(z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(1).max(65_535)), "a port from 1 to 65535", "3000"),
  SQMPY_BIND: keyOf(z.union([z.ipv4(), z.ipv6(), z.literal("localhost")]), "the IP address to listen on", "127.0.0.1"),
  SQMPY_URL: keyOf(webAddress, "the address that people open, with http:// or https:// and without a path", "https://sqmpy.example.org"),
  SQMPY_DATA_DIR: keyOf(z.string().min(1), "a folder", "data"),
  SQMPY_SECRET_KEY: keyOf(z.string().min(32), "at least 32 characters; `openssl rand -hex 32` makes one", "<64 hexadecimal digits>", true),
  SQMPY_LOGIN_DISABLED: keyOf(flag, "true or false", "true"),
  SQMPY_REGISTRATION: keyOf(z.enum(["open", "closed"]), "open or closed", "closed"),
  RESEND_API_KEY: keyOf(z.string().regex(/^re_\S+$/), "a key of resend.com, which begins with re_", "re_…", true),
  SMTP_URL: keyOf(z.url({ protocol: /^smtps?$/ }), "an address that begins with smtp:// or smtps://", "smtp://user:password@mail.example.org:587", true),
  SQMPY_MAIL_FROM: keyOf(mailAddress, "a mail address, with or without a name", "Sqmpy <sqmpy@example.org>"),
  INNGEST_BASE_URL: keyOf(serverAddress, "the address of an Inngest server", "http://127.0.0.1:8288"),
  INNGEST_EVENT_KEY: keyOf(z.string().min(8), "at least 8 characters", "<the server's --event-key>", true),
  INNGEST_SIGNING_KEY: keyOf(
    z.string().regex(/^(signkey-[a-z]+-)?([0-9a-f]{2}){8,}$/i),
    "an even number of at least 16 hexadecimal digits; `openssl rand -hex 32` makes one",
    "<the server's --signing-key>",
    true,
  ),
  INNGEST_SERVE_ORIGIN: keyOf(webAddress, "the address under which the Inngest server reaches Sqmpy, with http:// or https:// and without a path", "http://10.0.0.5:3000"),
  SQMPY_COLLECT_FILE_LIMIT: key(readBytes, "a size", "2GB"),
  SQMPY_COLLECT_JOB_LIMIT: key(readBytes, "a size", "20GB"),
  SQMPY_COLLECT_FILES: keyOf(z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(1).max(1_000_000)), "a number of files from 1 to 1000000", "10000"),
  SQMPY_TRUST_PROXY: keyOf(flag, "true or false", "true"),
  SQMPY_LOG_LEVEL: keyOf(z.enum(["debug", "info", "warn", "error"]), "debug, info, warn or error", "info"),
  AUTH_SECRET: keyOf(z.string().min(32), "at least 32 characters; `openssl rand -hex 32` makes one", "<64 hexadecimal digits>", true),
} as const;

export type EnvName = keyof typeof envKeys;

export interface Env {
  port: number;
  bind: string;
  /** Where people reach the app; no slash at the end. */
  url: string;
  /** Absolute. */
  dataDir: string;
  /** Seals credentials; null: the one in the data folder. */
  secretKey: string | null;
  /** Single-user mode. */
  loginDisabled: boolean;
  /** Until an admin decides in the app. */
  registration: "open" | "closed";
  resendApiKey: string | null;
  smtpUrl: string | null;
  mailFrom: string | null;
  /** A real Inngest server, and where it reaches us; null: the embedded engine. */
  inngest: { baseUrl: string; eventKey: string; signingKey: string; serveOrigin: string } | null;
  /** Bytes, and a number of files. */
  collect: { fileBytes: number; jobBytes: number; jobFiles: number };
  trustProxy: boolean;
  logLevel: "debug" | "info" | "warn" | "error";
  authSecret: string | null;
}

/** Everything that is wrong with the environment, one sentence each, fit for a terminal. */
export class EnvError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`Sqmpy cannot start: ${problems.length === 1 ? "one setting is" : `${problems.length} settings are`} wrong.\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.name = "EnvError";
  }
}

let cached: Env | undefined;

/** Reads and checks the environment; throws EnvError with all that is wrong. The process's own is read once. */
export function loadEnv(source: NodeJS.ProcessEnv = process.env): Env {
  if (source !== process.env) return readEnv(source);
  cached ??= readEnv(source);
  return cached;
}

function readEnv(source: NodeJS.ProcessEnv): Env {
  const problems: string[] = [];

  function value<Name extends EnvName>(name: Name): ReturnType<(typeof envKeys)[Name]["read"]> | null {
    const text = source[name]?.trim();
    if (text === undefined || text === "") return null;
    const { read, rule, example, secret } = envKeys[name];
    try {
      return read(text) as ReturnType<(typeof envKeys)[Name]["read"]>;
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      problems.push(`${name} is ${secret ? "not of the right form" : `“${text}”`}: give ${rule}. Example: ${name}=${example}`);
      return null;
    }
  }

  const port = value("PORT") ?? 3_000;
  const bind = value("SQMPY_BIND") ?? "127.0.0.1";
  const loginDisabled = value("SQMPY_LOGIN_DISABLED") ?? false;
  const baseUrl = value("INNGEST_BASE_URL");
  const eventKey = value("INNGEST_EVENT_KEY");
  const signingKey = value("INNGEST_SIGNING_KEY");
  const url = value("SQMPY_URL") ?? `http://127.0.0.1:${port}`;
  const serveOrigin = value("INNGEST_SERVE_ORIGIN") ?? (baseUrl && isOnThisComputer(baseUrl) ? addressOf(bind, port) : url);

  const env: Env = {
    port,
    bind,
    url,
    dataDir: path.resolve(/* turbopackIgnore: true */ process.cwd(), value("SQMPY_DATA_DIR") ?? "data"),
    secretKey: value("SQMPY_SECRET_KEY"),
    loginDisabled,
    registration: value("SQMPY_REGISTRATION") ?? "open",
    resendApiKey: value("RESEND_API_KEY"),
    smtpUrl: value("SMTP_URL"),
    mailFrom: value("SQMPY_MAIL_FROM"),
    inngest: baseUrl && eventKey && signingKey ? { baseUrl, eventKey, signingKey, serveOrigin } : null,
    collect: {
      fileBytes: value("SQMPY_COLLECT_FILE_LIMIT") ?? 2e9,
      jobBytes: value("SQMPY_COLLECT_JOB_LIMIT") ?? 20e9,
      jobFiles: value("SQMPY_COLLECT_FILES") ?? 10_000,
    },
    trustProxy: value("SQMPY_TRUST_PROXY") ?? false,
    logLevel: value("SQMPY_LOG_LEVEL") ?? "info",
    authSecret: value("AUTH_SECRET"),
  };

  if (loginDisabled && !loopback.includes(bind)) {
    problems.push(
      `SQMPY_BIND is “${bind}” while SQMPY_LOGIN_DISABLED=true: without sign-in, everybody who reaches this address could use your hosts. ` +
        "Remove SQMPY_BIND, or remove SQMPY_LOGIN_DISABLED to have accounts. Example: SQMPY_BIND=127.0.0.1",
    );
  }
  if (baseUrl) {
    for (const name of ["INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"] as const) {
      if (source[name]?.trim()) continue;
      problems.push(`${name} is missing: INNGEST_BASE_URL is set, and an Inngest server needs it. Example: ${name}=${envKeys[name].example}`);
    }
  }
  if ((env.smtpUrl || env.resendApiKey) && !env.mailFrom) {
    problems.push(`SQMPY_MAIL_FROM is missing: mail needs a sender. Example: SQMPY_MAIL_FROM=${envKeys.SQMPY_MAIL_FROM.example}`);
  }

  if (problems.length > 0) throw new EnvError(problems);
  return env;
}

function isOnThisComputer(address: string): boolean {
  return loopback.includes(new URL(address).hostname.replace(/^\[|\]$/g, ""));
}

/** Where a program on this computer reaches what listens there. */
function addressOf(bind: string, port: number): string {
  const host = { "0.0.0.0": "127.0.0.1", "::": "::1" }[bind] ?? bind;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function isSiteAddress({ protocol, pathname, search, hash }: URL): boolean {
  return ["http:", "https:"].includes(protocol) && pathname === "/" && search === "" && hash === "";
}

function readBytes(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(B|[kKMGT]i?B?)?$/.exec(text);
  if (!match?.[1]) throw new Wrong();
  const unit = (match[2] ?? "B").replace(/B$/, "").toUpperCase();
  const step = unit.endsWith("I") ? 1_024 : 1_000;
  return Math.round(Number(match[1]) * step ** " KMGT".indexOf(unit.charAt(0) || " "));
}
