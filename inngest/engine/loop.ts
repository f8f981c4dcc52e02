import { applyAnswer } from "./apply-answer";
import { callFunction } from "./call-function";
import type { Core, Flight, Work } from "./core";
import { expireWaits } from "./expire-waits";
import { LeaseLost } from "./lease";
import { pickWork } from "./pick-work";
import { prune, PRUNE_EVERY_MS } from "./prune";
import { tickCrons } from "./tick-crons";
import { transition } from "./transition";

/** A suspended machine's timers stand still: look at the clock at least this often. */
const LONGEST_SLEEP_MS = 60_000;
const PAUSE_MS = 1_000;

/** Makes the calls that are due, and sleeps exactly until the next moment at which something is. */
export class Loop {
  readonly #landings = new Set<Promise<void>>();
  #idlers: (() => void)[] = [];
  #immediate: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;
  #pruneAt = 0;
  #pausedUntil = 0;
  #isStopped = false;

  constructor(private readonly core: Core) {}

  wake(): void {
    if (!this.#isStopped) this.#immediate ??= setImmediate(() => this.#turn());
  }

  /** Resolves when nothing is underway and nothing is due now; what is planned for later does not count. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idlers.push(resolve);
      this.wake();
    });
  }

  /** Makes no new calls, and waits for those underway up to the limit. */
  async stop(limitMs: number): Promise<void> {
    this.#isStopped = true;
    clearImmediate(this.#immediate);
    clearTimeout(this.#timer);

    let limit: NodeJS.Timeout | undefined;
    const tooLong = new Promise<void>((resolve) => {
      limit = setTimeout(resolve, limitMs);
    });
    await Promise.race([Promise.all(this.#landings), tooLong]);
    clearTimeout(limit);
  }

  #turn(): void {
    this.#immediate = undefined;
    if (!this.core.driving || performance.now() < this.#pausedUntil) return;

    clearTimeout(this.#timer);
    try {
      expireWaits(this.core);
      tickCrons(this.core);
      this.#pruneWhenDue();
      for (let work = pickWork(this.core); work; work = pickWork(this.core)) this.#fly(work);
      this.#sleep();
    } catch (error) {
      this.#pause(error);
    }
  }

  #fly(work: Work): void {
    const { core } = this;
    const flight: Flight = { ...work, again: false };
    core.flights.set(flight.id, flight);
    core.lastServed.set(flight.fnId, performance.now());

    const landing = this.#land(flight).finally(() => {
      core.flights.delete(flight.id);
      this.#landings.delete(landing);
      this.wake();
    });
    this.#landings.add(landing);
  }

  async #land(flight: Flight): Promise<void> {
    const { core } = this;
    const plan = core.functions.get(flight.fnId);
    if (!plan) return;

    try {
      const answer = await callFunction(core, plan, flight);
      if (!core.db.isOpen) return;
      if (answer.kind === "fault") core.log("warn", "a call did not arrive", { fnId: plan.id, why: answer.message });
      transition(core, () => applyAnswer(core, plan, flight, answer));
    } catch (error) {
      this.#pause(error);
    }
  }

  #pruneWhenDue(): void {
    const now = this.core.now();
    if (now < this.#pruneAt) return;
    this.#pruneAt = now + (prune(this.core) ? PAUSE_MS : PRUNE_EVERY_MS);
  }

  #sleep(): void {
    const { core } = this;
    const now = core.now();
    const planned = core.db.get<{ at: number | null }>(
      `SELECT min(at) AS at FROM (
         SELECT min(due_at) AS at FROM work WHERE due_at > ? UNION ALL SELECT min(expires_at) FROM wait)`,
      now,
    );
    const nextAt = Math.min(planned?.at ?? Infinity, this.#pruneAt, ...core.crons.map((cron) => cron.nextAt));
    this.#timer = setTimeout(() => this.wake(), Math.min(LONGEST_SLEEP_MS, Math.max(0, nextAt - now)));

    if (core.flights.size > 0) return;
    const idlers = this.#idlers;
    this.#idlers = [];
    for (const resolve of idlers) resolve();
  }

  /** The file cannot be written, or is not ours any more: what was underway stays planned in it. */
  #pause(error: unknown): void {
    const { core } = this;
    if (error instanceof LeaseLost) core.driving = false;
    core.log("error", "the engine cannot go on for now", { error: error instanceof Error ? error.message : String(error) });

    if (this.#isStopped) return;
    this.#pausedUntil = performance.now() + PAUSE_MS;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), PAUSE_MS + 1);
  }
}
