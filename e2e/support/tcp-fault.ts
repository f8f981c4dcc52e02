import { once } from "node:events";
import { type AddressInfo, type Server, type Socket, connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

interface Pair {
  near: Socket;
  far: Socket;
  moved: number;
}

/** A TCP proxy of the tests' own that cuts, resets, swallows, delays or slows what goes through it. */
export class TcpFault {
  readonly #pairs = new Set<Pair>();
  #isBlackHole = false;
  #delayMs = 0;
  #bytesPerSecond = Number.POSITIVE_INFINITY;
  #cutAfter = Number.POSITIVE_INFINITY;
  #isRefusing = false;
  /** Connections taken so far. */
  accepted = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {}

  /** In front of a port of 127.0.0.1. */
  static async start(target: number): Promise<TcpFault> {
    const server = createServer({ noDelay: true });
    const fault = new TcpFault(server, target);
    server.on("connection", (near) => fault.#join(near));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return fault;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends all connections in good order (FIN). */
  cut(): void {
    for (const { near, far } of this.#pairs) {
      near.end();
      far.destroy();
    }
  }

  /** Breaks all connections off (RST). */
  reset(): void {
    for (const { near, far } of this.#pairs) {
      near.resetAndDestroy();
      far.destroy();
    }
  }

  /** Swallows all that is sent either way, and says nothing. */
  blackHole(isOn = true): void {
    this.#isBlackHole = isOn;
  }

  /** Each way. */
  delay(milliseconds: number): void {
    this.#delayMs = milliseconds;
  }

  rate(bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Resets a connection once so many bytes went through it, both ways together. */
  cutAfter(bytes: number): void {
    this.#cutAfter = bytes;
    for (const pair of this.#pairs) pair.moved = 0;
  }

  /** Takes connections and drops them at once. */
  refuse(isOn = true): void {
    this.#isRefusing = isOn;
  }

  heal(): void {
    this.#isBlackHole = false;
    this.#delayMs = 0;
    this.#bytesPerSecond = Number.POSITIVE_INFINITY;
    this.#cutAfter = Number.POSITIVE_INFINITY;
    this.#isRefusing = false;
  }

  async stop(): Promise<void> {
    this.server.close();
    for (const { near, far } of this.#pairs) {
      near.destroy();
      far.destroy();
    }
    await once(this.server, "close");
  }

  #join(near: Socket): void {
    this.accepted += 1;
    if (this.#isRefusing) {
      near.resetAndDestroy();
      return;
    }
    const pair: Pair = { near, far: connect({ port: this.target, host: "127.0.0.1", noDelay: true }), moved: 0 };
    this.#pairs.add(pair);
    for (const [from, to] of [
      [pair.near, pair.far],
      [pair.far, pair.near],
    ] as const) {
      void this.#pump(pair, from, to);
      // A broken connection is what this proxy is for.
      from.on("error", () => to.destroy());
      from.once("close", () => {
        this.#pairs.delete(pair);
        to.destroySoon();
      });
    }
  }

  async #pump(pair: Pair, from: Socket, to: Socket): Promise<void> {
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        if (this.#isBlackHole) continue;
        pair.moved += chunk.length;
        if (pair.moved > this.#cutAfter) {
          pair.near.resetAndDestroy();
          pair.far.destroy();
          return;
        }
        if (this.#delayMs > 0) await sleep(this.#delayMs);
        if (Number.isFinite(this.#bytesPerSecond)) await sleep((chunk.length / this.#bytesPerSecond) * 1_000);
        if (!to.writable) return;
        if (!to.write(chunk)) await Promise.race([once(to, "drain"), once(to, "close")]);
      }
      if (!this.#isBlackHole) to.end();
    } catch (error) {
      if (!["ECONNRESET", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
  }
}
