import type { JobId } from "@/lib/domain/ids";
import type { LiveBus, LiveNews } from "./services";

/** A bus inside this process. A listener that throws is its own affair: the others still hear. */
export function createLiveBus(warn: (error: unknown) => void): LiveBus {
  const listeners = new Map<JobId, Set<(news: LiveNews) => void>>();
  return {
    publish(news) {
      for (const listener of listeners.get(news.jobId) ?? []) {
        try {
          listener(news);
        } catch (error) {
          warn(error);
        }
      }
    },
    subscribe(jobId, listener) {
      const mine = listeners.get(jobId) ?? new Set();
      listeners.set(jobId, mine);
      mine.add(listener);
      return () => {
        mine.delete(listener);
        if (mine.size === 0) listeners.delete(jobId);
      };
    },
  };
}
