export interface ServerSentEvent {
  id?: string | number;
  /** Default: `message`. */
  event?: string;
  data: unknown;
}

/** One event as text/event-stream (WHATWG HTML, 9.2). Its data is JSON, so that it stays on one line. */
export function formatServerSentEvent({ id, event, data }: ServerSentEvent): string {
  const head = (id === undefined ? "" : `id: ${id}\n`) + (event === undefined ? "" : `event: ${event}\n`);
  return `${head}data: ${JSON.stringify(data)}\n\n`;
}

/** The id after which a stream goes on: the browser's own, else the one in the address; null for none or nonsense. */
export function lastEventId(request: Request): number | null {
  const text = request.headers.get("last-event-id") || new URL(request.url).searchParams.get("after");
  if (!text || !/^\d{1,15}$/.test(text)) return null;
  return Number(text);
}
