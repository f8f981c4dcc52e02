import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { waitForPath } from "./wait-for-path";

/** Runs in the other network; a socket in the file system belongs to none. */
const bridge = `
const net = require("node:net");
const [path, port] = process.argv.slice(1);
net.createServer((outer) => {
  const inner = net.connect(Number(port), "127.0.0.1");
  outer.on("error", () => inner.destroy()).on("close", () => inner.destroy());
  inner.on("error", () => outer.destroy()).on("close", () => outer.destroy());
  outer.pipe(inner).pipe(outer);
}).listen(path);
process.stdin.on("end", () => process.exit()).resume();
`;

/** Joins a port of this machine's loopback with the same port in the network of a process; ends when the tests do. */
export async function forwardPort(pid: number, port: number, path: string): Promise<void> {
  const words = ["--target", String(pid), "--net", process.execPath, "-e", bridge, path, String(port)];
  const child = spawn("nsenter", words, { stdio: ["pipe", "ignore", "inherit"] });
  child.unref();
  (child.stdin as Socket).unref();
  await waitForPath(path);

  const listener = createServer((near) => {
    const far = connect(path);
    near.on("error", () => far.destroy()).on("close", () => far.destroy());
    far.on("error", () => near.destroy()).on("close", () => near.destroy());
    near.pipe(far).pipe(near);
  });
  listener.listen(port, "127.0.0.1").unref();
  await once(listener, "listening");
}
