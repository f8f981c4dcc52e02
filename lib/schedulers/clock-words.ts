/** `45`, `30:00`, `1:30:00`, `4090:56:03`, `2:00:00:00` (days first): seconds, rounded up. null for anything else. */
export function readClockWords(text: string): number | null {
  const trimmed = text.trim();
  if (!/^\d+(:\d{1,2}){0,3}(\.\d+)?$/.test(trimmed)) return null;
  const parts = trimmed.split(":").map(Number).reverse();
  const [seconds = 0, minutes = 0, hours = 0, days = 0] = parts;
  return Math.ceil(((days * 24 + hours) * 60 + minutes) * 60 + seconds);
}

/** `01:30:00`; hours may be more than a day's. */
export function clockWords(seconds: number): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(Math.ceil(seconds) % 60)}`;
}
