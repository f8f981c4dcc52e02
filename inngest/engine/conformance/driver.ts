import type { Inngest, InngestFunction } from "inngest";

export interface SentEvent {
  name: string;
  data?: Record<string, unknown>;
  id?: string;
  ts?: number;
}

export type Define = (client: Inngest) => InngestFunction.Any[];

export interface ServeOptions {
  /** A full minute should come soon: an engine with a clock of its own may set it just before the next one. */
  nearMinute?: boolean;
}

/** One way to run the stock SDK's functions: the embedded engine, or a real Inngest server. */
export interface Driver {
  /** Serves these functions and no others, with nothing left from before. */
  serve(define: Define, options?: ServeOptions): Promise<void>;
  /** The app dies and comes back: calls underway get no answer, and their code runs on into the void. */
  crash(): Promise<void>;
  send(events: SentEvent | SentEvent[]): Promise<{ ids: string[] }>;
  close(): Promise<void>;
  /** How long this engine may take, in milliseconds, from a failed attempt to the next. */
  longestRetryMs: number;
}

/** What the functions of a case did, in order: the only thing a case looks at, so any engine can be asked. */
export class Notebook {
  readonly entries: { what: string; at: number }[] = [];

  note(what: string): void {
    this.entries.push({ what, at: Date.now() });
  }

  count(what: string): number {
    return this.entries.filter((entry) => entry.what === what).length;
  }

  all(): string[] {
    return this.entries.map((entry) => entry.what);
  }

  at(what: string): number {
    return this.entries.find((entry) => entry.what === what)?.at ?? NaN;
  }

  /** Does this again and again, each time half a second later, until it has an effect: who waits for it may not do so yet. */
  async insist(what: string, act: () => Promise<unknown>, limitMs = 15_000): Promise<void> {
    for (const giveUpAt = Date.now() + limitMs; this.count(what) === 0 && Date.now() < giveUpAt; ) {
      await pause(500);
      if (this.count(what) === 0) await act();
    }
    await this.until(what);
  }

  /** Waits until this has been noted so many times. */
  async until(what: string, times = 1, limitMs = 10_000): Promise<void> {
    const giveUpAt = Date.now() + limitMs;
    while (this.count(what) < times) {
      if (Date.now() > giveUpAt) throw new Error(`"${what}" was not noted ${times} times; noted: ${this.all().join(", ")}`);
      await pause(5);
    }
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
