import type { ServerResponse } from "node:http";
import { streamLengthHeader } from "../format/stream-length-header";
import { beforeHeaders } from "./before-headers";

/** Sends the length under its right name. */
export function sendStreamLength(response: ServerResponse): void {
  beforeHeaders(response, () => {
    const length = response.getHeader(streamLengthHeader);
    if (length === undefined) return;
    response.removeHeader(streamLengthHeader);
    if (!response.hasHeader("content-encoding")) response.setHeader("content-length", length);
  });
}
