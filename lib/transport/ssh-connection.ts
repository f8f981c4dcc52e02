import type { Client } from "ssh2";
import { AppError } from "@/lib/domain/errors";

type Done<Answer> = (error: Error | null | undefined, answer: Answer) => void;

/**
 * An open SSH connection. ssh2 may never call back once the connection is lost, so whatever waits for an answer
 * waits through `ask`, which ends when the connection does.
 */
export class SshConnection {
  readonly #client: Client;
  readonly #waiting = new Set<(error: AppError) => void>();
  readonly #onLost = new Set<() => void>();
  #lost: AppError | null = null;
  #lastError: Error | null = null;

  constructor(
    client: Client,
    readonly address: string,
    /** Takes what goes wrong where nobody waits for an answer. */
    readonly note: (trouble: unknown) => void = () => undefined,
  ) {
    this.#client = client;
    client.on("error", (error: Error) => {
      this.#lastError = error;
    });
    client.once("close", () => this.#lose());
  }

  get isOpen(): boolean {
    return this.#lost === null;
  }

  /** Starts what answers by callback, and rejects with `unreachable` as soon as the connection is lost. */
  ask<Answer>(start: (client: Client, done: Done<Answer>) => void): Promise<Answer> {
    return this.race((resolve, reject) => start(this.#client, (error, answer) => (error ? reject(error) : resolve(answer))));
  }

  race<Answer>(start: (resolve: (answer: Answer) => void, reject: (error: unknown) => void) => void): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#lost) {
        reject(this.#lost);
        return;
      }
      this.#waiting.add(reject);
      const end = <Value>(settle: (value: Value) => void) => (value: Value) => {
        this.#waiting.delete(reject);
        settle(value);
      };
      const fail = end(reject);
      try {
        start(end(resolve), fail);
      } catch (error) {
        fail(this.#lost ?? (isNotConnected(error) ? this.#asLoss(error) : error));
      }
    });
  }

  /** Calls `listener` when the connection is lost or ended; at once if it is already. Answers how to stop listening. */
  onLost(listener: () => void): () => void {
    if (this.#lost) listener();
    else this.#onLost.add(listener);
    return () => this.#onLost.delete(listener);
  }

  get loss(): AppError {
    return this.#lost ?? this.#asLoss(this.#lastError);
  }

  /** Says good-bye; a peer that does not answer is hung up on after a second. */
  async end(): Promise<void> {
    if (this.#lost) return;
    const closed = new Promise<void>((resolve) => this.onLost(resolve));
    const timer = setTimeout(() => {
      this.#client.destroy();
      this.#lose();
    }, 1_000);
    this.#client.end();
    await closed;
    clearTimeout(timer);
  }

  /** Hangs up at once. */
  destroy(): void {
    this.#client.destroy();
    this.#lose();
  }

  #lose(): void {
    if (this.#lost) return;
    this.#lost = this.#asLoss(this.#lastError);
    for (const reject of [...this.#waiting]) reject(this.#lost);
    this.#waiting.clear();
    for (const listener of [...this.#onLost]) listener();
    this.#onLost.clear();
  }

  #asLoss(cause: unknown): AppError {
    const silent = cause instanceof Error && /keepalive timeout/i.test(cause.message);
    const message = silent
      ? `${this.address} stopped answering. What it was asked last may or may not have been done.`
      : `The connection to ${this.address} was lost. What it was asked last may or may not have been done.`;
    return new AppError("unreachable", message, { cause });
  }
}

/** What ssh2 throws when its socket is already gone. */
function isNotConnected(error: unknown): boolean {
  return error instanceof Error && error.message === "Not connected";
}
