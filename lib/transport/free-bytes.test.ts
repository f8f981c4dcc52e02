import { once } from "node:events";
import { type AddressInfo, type Socket, connect, createServer } from "node:net";
import { expect, it } from "vitest";
import { freeBytes, freeWhatIsSent } from "./free-bytes";

it("frees a buffer that has its memory for itself", () => {
  const whole = Buffer.alloc(100_000);
  freeBytes(whole);
  expect(whole.length).toBe(0);
});

it("leaves a buffer alone that shares its memory", () => {
  const part = Buffer.alloc(100_000).subarray(1);
  freeBytes(part);
  expect(part.length).toBe(99_999);
});

it("frees what a socket has sent, once it has arrived whole", async () => {
  const server = createServer((peer: Socket) => peer.pipe(peer)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  freeWhatIsSent(socket);
  const packets = Array.from({ length: 100 }, (_, index) => Buffer.alloc(100_000, index));
  for (const packet of packets) socket.write(packet);
  socket.end();
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  const expected = Buffer.concat(packets.map((_, index) => Buffer.alloc(100_000, index)));
  expect(Buffer.concat(chunks).equals(expected)).toBe(true);
  expect(packets.every(({ length }) => length === 0)).toBe(true);
  server.close();
});
