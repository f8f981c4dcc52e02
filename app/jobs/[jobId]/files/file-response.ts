import { Readable } from "node:stream";
import { AppError } from "@/lib/domain/errors";
import { readByteRange } from "@/lib/format/byte-range";
import { streamLengthHeader } from "@/lib/format/stream-length-header";
import type { FoundFile } from "@/lib/runner/find-file";

/** Nothing of a job may act in the browser, whatever it holds. */
export const inertHeaders = {
  "Content-Security-Policy": "sandbox; default-src 'none'",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-origin",
  // Packed on the way, a range would no longer be one of the file.
  "Cache-Control": "private, no-cache, no-transform",
};

/** A file's bytes, whole or the range asked for, streamed as they are read. */
export async function fileResponse(request: Request, file: FoundFile, headers: Record<string, string>): Promise<Response> {
  const etag = file.sha256 ? `"${file.sha256}"` : `"${file.size}-${file.modifiedAt?.getTime() ?? 0}"`;
  const common = { ...headers, ...inertHeaders, ETag: etag, "Accept-Ranges": "bytes" };
  if (file.isStored && request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers: common });

  const ifRange = request.headers.get("if-range");
  const range = ifRange && ifRange !== etag ? "whole" : readByteRange(request.headers.get("range"), file.size);
  if (range === "unsatisfiable") {
    return new Response(null, { status: 416, headers: { ...common, "Content-Range": `bytes */${file.size}` } });
  }
  const { start, end } = range === "whole" ? { start: 0, end: file.size } : range;
  const length = { [streamLengthHeader]: String(end - start) };
  const body = request.method === "HEAD" || end === start ? null : asWebStream(whole(await file.open({ start, end }), end - start));
  return range === "whole"
    ? new Response(body, { headers: { ...common, ...length } })
    : new Response(body, { status: 206, headers: { ...common, ...length, "Content-Range": `bytes ${start}-${end - 1}/${file.size}` } });
}

/** Breaks off where the file has become shorter than was said of it: its reader would wait for the rest. */
function whole(source: Readable, length: number): Readable {
  async function* read() {
    let left = length;
    for await (const chunk of source as AsyncIterable<Buffer>) {
      left -= chunk.length;
      yield chunk;
    }
    if (left > 0) throw new AppError("remote", "The file became shorter while it was read. Download it again.");
  }
  return Readable.from(read(), { objectMode: false });
}

/** With back-pressure; destroyed when the reader leaves. */
export function asWebStream(source: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(source, { strategy: { highWaterMark: 4 } }) as ReadableStream<Uint8Array>;
}
