import { execFileSync } from "node:child_process";
import { closeSync, createReadStream, createWriteStream, mkdirSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { randomBytes } from "node:crypto";
import type { LabHost } from "../e2e/support/lab-host";
import type { Host } from "../lib/domain/host";
import { createConnections } from "../lib/transport/connection-pool";
import type { Transport } from "../lib/transport/transport";
import { figureOf, median, type Measured } from "./figure";
import type { OpenSsh } from "./openssh";

const megabyte = 1_000_000;
const bufferBytes = 1024 * 1024;

/** A file to the host and back, by Sqmpy's transport and by `sftp`, over connections that are open already. */
export async function measureTransfer(host: LabHost, peer: OpenSsh, folder: string, repeats: number): Promise<Measured> {
  const growth: Measured["growth"] = [];
  for (const size of [megabyte, 100 * megabyte, 1_000 * megabyte]) {
    const file = makeFile(join(folder, "to-send.bin"), size);
    const remote = `${host.home}/bench-transfer`;
    const times = { ours: [] as number[], peer: [] as number[] };
    await withTransport(host, async (transport) => {
      await transport.makeDirectory(remote);
      for (let repeat = 0; repeat < repeats; repeat++) {
        flushDisk();
        times.peer.push(await seconds(() => thereAndBack(peer, file, remote, join(folder, "back.bin"))));
        flushDisk();
        times.ours.push(await seconds(() => sendAndFetch(transport, file, `${remote}/ours.bin`, join(folder, "back.bin"))));
      }
    });
    growth.push({ size: `${size / megabyte} MB`, ours: median(times.ours), peer: median(times.peer) });
  }
  const last = growth.at(-1);
  return {
    name: "sftp1GB",
    figure: figureOf("s", last?.ours ?? Number.NaN, last?.peer ?? null),
    what: "1 GB to the host and back, against sftp",
    growth: growth.slice(0, -1),
  };
}

async function thereAndBack(peer: OpenSsh, file: string, remote: string, back: string): Promise<void> {
  await peer.sftp(`put ${file} ${remote}/peer.bin`);
  await peer.sftp(`get ${remote}/peer.bin ${back}`);
}

/** Does what the peer does, and makes the SHA-256 of what it sends besides. */
async function sendAndFetch(transport: Transport, file: string, remote: string, back: string): Promise<void> {
  await transport.writeFile(remote, createReadStream(file, { highWaterMark: bufferBytes }));
  await pipeline(await transport.openRead(remote), createWriteStream(back, { highWaterMark: bufferBytes }));
  if (statSync(back).size !== statSync(file).size) throw new Error("Not all bytes came back.");
}

async function withTransport(host: LabHost, use: (transport: Transport) => Promise<void>): Promise<void> {
  const known: Host = {
    ...{ id: "bench" as Host["id"], ownerId: "bench" as Host["ownerId"], name: "bench", signIn: "given_key", publicKey: null },
    ...{ hostKey: host.hostKey, offeredHostKey: null, offers: null, facts: null, lastContactAt: null, lastError: null, lastErrorAt: null },
    ...{ parkedAt: null, nextPollAt: null, createdAt: new Date() },
    ...host.spec,
  };
  const ignore = () => undefined;
  const connections = createConnections({
    now: () => new Date(),
    log: ignore,
    local: false,
    directory: {
      get: () => ({ host: known, credential: host.spec.credential }),
      breaker: () => ({ failures: 0, authFailures: 0, openUntil: null, lastError: null }),
      ...{ offerHostKey: ignore, noteContact: ignore, noteError: ignore, park: ignore, setBreaker: ignore },
    },
  });
  try {
    await connections.with(known.id, use);
  } finally {
    await connections.closeAll();
  }
}

/** What one has left to be written must not slow down the other. */
function flushDisk(): void {
  execFileSync("sync");
}

function makeFile(path: string, size: number): string {
  mkdirSync(join(path, ".."), { recursive: true });
  rmSync(path, { force: true });
  const block = randomBytes(megabyte);
  const file = openSync(path, "w");
  for (let written = 0; written < size; written += block.length) writeSync(file, block);
  closeSync(file);
  return path;
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}
