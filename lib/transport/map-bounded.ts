/** Like `Promise.all(items.map(work))` with at most `width` at a time. The first failure rejects; what has not begun is left. */
export async function mapBounded<Item, Answer>(items: readonly Item[], width: number, work: (item: Item, index: number) => Promise<Answer>): Promise<Answer[]> {
  const answers = new Array<Answer>(items.length);
  let next = 0;
  async function worker(): Promise<void> {
    while (next < items.length) {
      const index = next;
      next += 1;
      try {
        answers[index] = await work(items[index] as Item, index);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return answers;
}
