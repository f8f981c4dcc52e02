export type ErrorCode =
  | "invalid" // what was asked cannot be done as asked
  | "not_found" // absent, or somebody else's
  | "forbidden"
  | "conflict" // somebody else was first
  | "unreachable" // the host does not answer; nothing is known about its jobs
  | "host_key_unknown"
  | "host_key_changed"
  | "auth_failed" // the host refuses the credential; only its owner can mend it
  | "parked" // not tried, so that the host's admin has no reason to ban us
  | "remote" // the host answered, and refused
  | "disk_full"
  | "too_large"
  | "rate_limited"
  | "mail"
  | "setup";

export interface AppErrorOptions {
  /** True when the same call may succeed later without anybody's doing. */
  transient?: boolean;
  /** The form field at fault, by its name in the schema. */
  field?: string;
  /** Milliseconds after which to try again, where known. */
  retryAfterMs?: number;
  /** Facts for the screen, never secrets: fingerprints, sizes, paths. */
  facts?: Readonly<Record<string, string | number>>;
  cause?: unknown;
}

const mark = Symbol.for("sqmpy.AppError");

/** An expected failure. Its message is fit to show: what went wrong, in a researcher's words, and what to do next. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly transient: boolean;
  readonly field: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly [mark] = true;

  /** Next bundles each route apart, with a copy of this class in each: they know each other's errors by the mark. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (this !== AppError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === "object" && value !== null && mark in value;
  }

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.transient = options.transient ?? (code === "unreachable" || code === "rate_limited" || code === "parked");
    this.field = options.field;
    this.retryAfterMs = options.retryAfterMs;
    this.facts = options.facts ?? {};
  }
}

const hostFaults = ["unreachable", "host_key_unknown", "host_key_changed", "auth_failed", "parked"] as const;

/** A network or host fault: it says nothing about any job. */
export function isFaultOfHost(error: unknown): error is AppError & { code: (typeof hostFaults)[number] } {
  return error instanceof AppError && (hostFaults as readonly string[]).includes(error.code);
}

/** The sentence to show for any error; bugs give their message too, since only their owner sees it. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
