export interface LiveStreamOptions {
  /** Asked at each opening, so that it can say where to go on. */
  address: () => string;
  /** By the event's name; `data` is its parsed JSON. */
  on: Record<string, (data: unknown) => void>;
  /** Nothing came for long, as behind a proxy that swallows streams: called every 5 s until something does. */
  onSilence: () => void;
}

const watchMs = 5_000;
const silentMs = 40_000;
const longestRetryMs = 15_000;

/**
 * An EventSource that takes care of itself: closed while the tab is hidden (a browser has six connections a site), opened
 * again after a refusal, and watched for silence. The server sends `alive` every 15 s.
 */
export function openLiveStream({ address, on, onSilence }: LiveStreamOptions): { close(): void } {
  let source: EventSource | null = null;
  let retry: number | undefined;
  let failures = 0;
  let heardAt = Date.now();

  const heard = () => {
    heardAt = Date.now();
    failures = 0;
  };
  const open = () => {
    window.clearTimeout(retry);
    if (source || document.hidden) return;
    const opened = new EventSource(address());
    source = opened;
    opened.addEventListener("open", heard);
    opened.addEventListener("alive", heard);
    for (const [name, listener] of Object.entries(on)) {
      opened.addEventListener(name, (event: MessageEvent<string>) => {
        heard();
        if (source === opened) listener(JSON.parse(event.data));
      });
    }
    opened.addEventListener("error", () => {
      // The browser itself tries again after a cut, but not after an answer that is no stream.
      if (opened.readyState !== EventSource.CLOSED || source !== opened) return;
      source = null;
      retry = window.setTimeout(open, Math.min(1_000 * 2 ** failures++, longestRetryMs));
    });
  };
  const shut = () => {
    window.clearTimeout(retry);
    source?.close();
    source = null;
  };
  const turn = () => {
    if (document.hidden) shut();
    else {
      heardAt = Date.now();
      open();
    }
  };
  const watchdog = window.setInterval(() => {
    const isRefused = source === null && failures > 1;
    if (!document.hidden && (isRefused || Date.now() - heardAt > silentMs)) onSilence();
  }, watchMs);

  document.addEventListener("visibilitychange", turn);
  open();
  return {
    close() {
      window.clearInterval(watchdog);
      document.removeEventListener("visibilitychange", turn);
      shut();
    },
  };
}
