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
