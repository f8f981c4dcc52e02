/** Answers that several readers ask for at nearly the same moment: the first asks, the others get its answer. */
export class SharedReads {
  readonly #answers = new Map<string, { answer: Promise<unknown>; until: number }>();

  async share<Answer>(key: string, freshMs: number, read: () => Promise<Answer>): Promise<Answer> {
    const now = Date.now();
    const known = this.#answers.get(key);
    if (known && known.until > now) return (await known.answer) as Answer;

    for (const [old, { until }] of this.#answers) if (until <= now) this.#answers.delete(old);
    const entry = { answer: read(), until: Infinity };
    this.#answers.set(key, entry);
    try {
      const answer = await entry.answer;
      entry.until = Date.now() + freshMs;
      return answer;
    } catch (error) {
      if (this.#answers.get(key) === entry) this.#answers.delete(key);
      throw error;
    }
  }
}

declare global {
  var sqmpySharedReads: SharedReads | undefined;
}

/** One for the process, whichever bundle asks. */
export function sharedReads(): SharedReads {
  return (globalThis.sqmpySharedReads ??= new SharedReads());
}
