/** `0 B`, `1.5 kB`, `2.0 GB`: decimal units, as disks and networks are sold. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  const step = bytes < 1_000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  return step === 0 ? `${bytes} B` : `${(bytes / 1_000 ** step).toFixed(1)} ${units[step]}`;
}
