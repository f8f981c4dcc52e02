import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@/lib/domain/errors";

/** A server lets only some sessions through one connection (`MaxSessions`, 10 by default, 1 at some sites). */
const usualLimit = 4;
const restoreMs = 10_000;
const patienceMs = 60_000;

/**
 * Lets at most four channels be open at a time, first come first served. A channel that the server refuses is waited
 * for and tried again: a closed one still counts there for a moment, and a strict server takes fewer than four.
 */
export class ChannelGate {
  #limit = usualLimit;
  #limitedAt = 0;
  #open = 0;
  readonly #queue: (() => void)[] = [];
  /** Asks whoever holds a channel without using it to give it up; answers whether somebody did. */
  onPressure: (() => boolean) | null = null;

  /** Opens a channel; `leave` must be called once it is closed. */
  async enter<Channel>(open: () => Promise<Channel>): Promise<{ channel: Channel; leave: () => void }> {
    await this.#slot();
    try {
      return { channel: await this.#persist(open), leave: this.#leaver() };
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  /** Lets everybody through, once the connection is lost, so that they learn of it. */
  giveUp(): void {
    for (const next of this.#queue.splice(0)) {
      this.#open += 1;
      next();
    }
  }

  async #persist<Channel>(open: () => Promise<Channel>): Promise<Channel> {
    const until = Date.now() + patienceMs;
    for (let tries = 0; ; tries += 1) {
      try {
        return await open();
      } catch (error) {
        if (!isRefusal(error)) throw error;
        if (Date.now() > until) throw tooMany(error);
        this.#lower();
        this.onPressure?.();
        await sleep(Math.min(10 * 2 ** tries, 500) * (0.5 + Math.random()));
      }
    }
  }

  #slot(): Promise<void> {
    this.#restore();
    if (this.#open < this.#limit) {
      this.#open += 1;
      return Promise.resolve();
    }
    if (this.#limit === 1) this.onPressure?.();
    return new Promise((resolve) => this.#queue.push(resolve));
  }

  #leaver(): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#leave();
    };
  }

  #leave(): void {
    this.#restore();
    this.#open -= 1;
    while (this.#open < this.#limit) {
      const next = this.#queue.shift();
      if (!next) return;
      this.#open += 1;
      next();
    }
  }

  #lower(): void {
    this.#limit = Math.max(1, Math.min(this.#limit, this.#open - 1));
    this.#limitedAt = Date.now();
  }

  #restore(): void {
    if (this.#limit < usualLimit && Date.now() - this.#limitedAt > restoreMs) {
      this.#limit += 1;
      this.#limitedAt = Date.now();
    }
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith("(SSH) Channel open failure");
}

function tooMany(cause: unknown): AppError {
  return new AppError("remote", "The host lets no further session through this connection (its MaxSessions). It is tried again later.", {
    cause,
    transient: true,
  });
}
