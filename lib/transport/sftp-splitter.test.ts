import { describe, expect, it } from "vitest";
import { kinds, packetOf } from "./sftp-packet";
import { SftpSplitter } from "./sftp-splitter";

const bytes = Buffer.from("the bytes of a file");
const stream = Buffer.concat([
  packetOf(kinds.status, [7, 0, "", ""]),
  packetOf(kinds.data, [8, bytes]),
  packetOf(kinds.data, [9, ""]),
  packetOf(kinds.handle, [10, "h"]),
]);

function splitBy(size: number) {
  const seen: string[] = [];
  const splitter = new SftpSplitter({
    packet: (packet) => seen.push(`packet ${packet[0]} of ${packet.length}`),
    data: (id, pieces) => seen.push(`data ${id}: ${Buffer.concat(pieces).toString()}`),
  });
  for (let at = 0; at < stream.length; at += size) splitter.take(stream.subarray(at, at + size));
  return seen;
}

describe("the splitter", () => {
  it.each([1, 2, 5, 13, 14, 30, 1_000])("finds the packets in pieces of %i bytes", (size) => {
    expect(splitBy(size)).toEqual(["packet 101 of 17", `data 8: ${bytes.toString()}`, "packet 103 of 9", "packet 102 of 10"]);
  });

  it("gives bytes on without a copy", () => {
    const packet = packetOf(kinds.data, [1, bytes]);
    new SftpSplitter({ packet: () => expect.fail(), data: (_id, [piece]) => expect(piece?.buffer).toBe(packet.buffer) }).take(packet);
    expect.assertions(1);
  });

  it("knows what login scripts print from SFTP", () => {
    const splitter = new SftpSplitter({ packet: () => expect.fail(), data: () => expect.fail() });
    expect(() => splitter.take(Buffer.from("Welcome to the cluster!\n"))).toThrow('"Welc"');
  });
});
