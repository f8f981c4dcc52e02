/** Maps with at most `width` at a time, answers in order; the first error stops further starts and is thrown once those begun ended. */
export async function inParallel<Item, Answer>(
  items: readonly Item[],
  width: number,
  work: (item: Item, index: number) => Promise<Answer>,
): Promise<Answer[]> {
  const answers = new Array<Answer>(items.length);
  let next = 0;
  let failure: { error: unknown } | null = null;

  const lane = async () => {
    while (next < items.length && !failure) {
      const index = next++;
      try {
        answers[index] = await work(items[index] as Item, index);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  if (failure) throw (failure as { error: unknown }).error;
  return answers;
}
