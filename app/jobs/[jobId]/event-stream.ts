import { messageOf } from "@/lib/domain/errors";
import { formatServerSentEvent } from "@/lib/format/sse";
import { sqmpy } from "@/lib/wiring";

const heartbeatMs = 15_000;
/** A stream ends after this, so that the browser asks again and shows that it may. */
const lifeMs = 5 * 60_000;
const heartbeat = formatServerSentEvent({ event: "alive", data: {} });

/** Events as they come, with a heartbeat between; they stop when the reader leaves. */
export function eventStream(request: Request, produce: (signal: AbortSignal) => AsyncGenerator<string>): Response {
  const left = new AbortController();
  const signal = AbortSignal.any([request.signal, left.signal, AbortSignal.timeout(lifeMs)]);
  const events = withHeartbeat(produce(signal), heartbeatMs);
  const encoder = new TextEncoder();
  // Events that wait to be read stand still: only `return` lets them clear up after themselves.
  const end = async () => {
    left.abort();
    await Promise.allSettled([events.return(undefined)]);
  };
  signal.addEventListener("abort", () => void end(), { once: true });

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode("retry: 1000\n\n"));
    },
    async pull(controller) {
      try {
        const { value, done } = await events.next();
        if (left.signal.aborted) return;
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        sqmpy().services.log("error", "An event stream broke.", { path: new URL(request.url).pathname, error: messageOf(error) });
        controller.error(error);
      }
    },
    cancel: end,
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
      "X-Accel-Buffering": "no",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

/** Exported for its test. */
export async function* withHeartbeat(events: AsyncGenerator<string>, quietMs: number): AsyncGenerator<string> {
  let next = events.next();
  try {
    for (;;) {
      const result = await orQuiet(next, quietMs);
      if (result === null) {
        yield heartbeat;
        continue;
      }
      if (result.done) return;
      yield result.value;
      next = events.next();
    }
  } finally {
    // A step under way may still fail after the reader left: nobody is there to be told.
    await Promise.allSettled([next, events.return(undefined)]);
  }
}

async function orQuiet<Answer>(answer: Promise<Answer>, quietMs: number): Promise<Answer | null> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([answer, new Promise<null>((resolve) => (timer = setTimeout(resolve, quietMs, null)))]);
  } finally {
    clearTimeout(timer);
  }
}
