import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import type { HostId } from "@/lib/domain/ids";
import type { Services } from "./services";

/** A file on a host as a stream. The connection stays lent until the stream has ended or is destroyed. */
export function openOnHost(
  services: Pick<Services, "connections">,
  hostId: HostId,
  path: string,
  range: { start: number; end: number },
): Promise<Readable> {
  return new Promise((resolve, reject) => {
    services.connections
      .with(hostId, async (transport) => {
        const source = await transport.openRead(path, range);
        // Whoever reads gets the stream's error; here it only means that the connection is free again.
        const ended = Promise.allSettled([finished(source, { writable: false })]);
        resolve(source);
        await ended;
      })
      .catch(reject);
  });
}
