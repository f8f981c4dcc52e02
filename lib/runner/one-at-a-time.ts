/** Calls with the same key run one after another, in the order they came. */
export class OneAtATime {
  readonly #last = new Map<string, Promise<unknown>>();

  async run<Answer>(key: string, work: () => Promise<Answer>): Promise<Answer> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    }
  }

  isBusy(key: string): boolean {
    return this.#last.has(key);
  }
}

declare global {
  var sqmpyTurns: OneAtATime | undefined;
}

/** One for the process, whichever bundle asks. */
export function turns(): OneAtATime {
  return (globalThis.sqmpyTurns ??= new OneAtATime());
}
