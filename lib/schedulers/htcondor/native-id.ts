/** A submission is `14`, HTCondor's cluster; a task is `14[3]` with its index, for HTCondor's own process numbers have no gaps. */
export function taskId(nativeId: string, index: number): string {
  return `${nativeId}[${index}]`;
}

export function clusterOf(nativeId: string): number {
  return Number(/^\d+/.exec(nativeId)?.[0] ?? 0);
}

export function indexOf(nativeId: string): number | null {
  const index = /\[(\d+)\]$/.exec(nativeId)?.[1];
  return index === undefined ? null : Number(index);
}

/** A ClassAd expression that is true for these submissions as a whole. */
export function clusters(nativeIds: readonly string[]): string {
  return `member(ClusterId, {${[...new Set(nativeIds.map(clusterOf))].join(",")}})`;
}

/** A ClassAd expression that is true for exactly these submissions and tasks. */
export function exactly(nativeIds: readonly string[]): string {
  const tasks = new Map<number, number[]>();
  const whole: string[] = [];
  for (const id of nativeIds) {
    const index = indexOf(id);
    if (index === null) whole.push(id);
    else tasks.set(clusterOf(id), [...(tasks.get(clusterOf(id)) ?? []), index]);
  }
  const parts = [...tasks].map(([cluster, indexes]) => `(ClusterId == ${cluster} && member(SqmpyTask, {${indexes.join(",")}}))`);
  return [...(whole.length > 0 ? [clusters(whole)] : []), ...parts].join(" || ");
}
