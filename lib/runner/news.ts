import type { JobId } from "@/lib/domain/ids";
import type { LiveBus, LiveNews } from "./services";

/** Lets a loop sleep until something happened to a job, or for a time: news that came while it was busy count too. */
export class News {
  readonly #stop: () => void;
  readonly #signal: AbortSignal;
  #pending = false;
  #wake: (() => void) | null = null;

  constructor(live: LiveBus, jobId: JobId, signal: AbortSignal, concerns: (news: LiveNews) => boolean = () => true) {
    this.#signal = signal;
    const ring = () => {
      this.#pending = true;
      this.#wake?.();
    };
    const unsubscribe = live.subscribe(jobId, (news) => {
      if (concerns(news)) ring();
    });
    signal.addEventListener("abort", ring);
    this.#stop = () => {
      unsubscribe();
      signal.removeEventListener("abort", ring);
    };
  }

  async next(limitMs: number): Promise<void> {
    if (this.#signal.aborted) return;
    if (!this.#pending) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, limitMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = null;
    this.#pending = false;
  }

  close(): void {
    this.#stop();
  }
}
