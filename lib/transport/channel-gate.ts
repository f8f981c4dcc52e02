import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@/lib/domain/errors";

/** A server lets only some sessions through one connection (`MaxSessions`, 10 by default, 1 at some sites). */
const usualLimit = 4;
const restoreMs = 5_000;
const patienceMs = 60_000;

/**
 * Lets at most four channels be open at a time, first come first served. A channel that the server refuses is waited
 * for and tried again: a closed one still counts there for a moment, and a strict server takes fewer than four.
 */
export class ChannelGate {
  #limit = usualLimit;
  #limitedAt = 0;
  /** Slots taken: channels open, being opened, or refused and tried again. */
  #taken = 0;
  #open = 0;
  #refused = 0;
  readonly #queue: (() => void)[] = [];
  /** Asks whoever holds a channel without using it to give it up. */
  onPressure: (() => void) | null = null;

  /** Somebody waits who may wait for ever, unless a channel is given up that nobody uses. */
  get isPressed(): boolean {
    return this.#refused > 0 || (this.#limit === 1 && this.#queue.length > 0);
  }

  /** Opens a channel; `leave` must be called once it is closed. */
  async enter<Channel>(open: () => Promise<Channel>): Promise<{ channel: Channel; leave: () => void }> {
    await this.#slot();
    try {
      const channel = await this.#persist(open);
      this.#open += 1;
      return { channel, leave: this.#leaver() };
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  /** Lets everybody through, once the connection is lost, so that they learn of it. */
  giveUp(): void {
    for (const next of this.#queue.splice(0)) {
      this.#taken += 1;
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
        this.#refused += 1;
        this.onPressure?.();
        await sleep(Math.min(10 * 2 ** tries, 500) * (0.5 + Math.random()));
        this.#refused -= 1;
      }
    }
  }

  #slot(): Promise<void> {
    this.#restore();
    if (this.#taken < this.#limit) {
      this.#taken += 1;
      return Promise.resolve();
    }
    const slot = new Promise<void>((resolve) => this.#queue.push(resolve));
    if (this.isPressed) this.onPressure?.();
    return slot;
  }

  #leaver(): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#open -= 1;
      this.#leave();
    };
  }

  #leave(): void {
    this.#restore();
    this.#taken -= 1;
    while (this.#taken < this.#limit) {
      const next = this.#queue.shift();
      if (!next) return;
      this.#taken += 1;
      next();
    }
  }

  #lower(): void {
    this.#limit = Math.max(1, Math.min(this.#limit, this.#open));
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
