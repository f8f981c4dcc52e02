import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** A port of 127.0.0.1 that nothing listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/**
 * As many ports of 127.0.0.1, below those that the system hands out by itself: a program that first connects here and
 * there and only then listens cannot take them from itself.
 */
export async function freeFixedPorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

/** Waits until something accepts connections there. */
export async function waitForPort(port: number, milliseconds = 10_000): Promise<void> {
  const { connect } = await import("node:net");
  const until = Date.now() + milliseconds;
  for (;;) {
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (isUp) return;
    if (Date.now() > until) throw new Error(`Nothing listens on port ${port} after ${milliseconds} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
