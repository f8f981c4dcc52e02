import { describe, expect, it } from "vitest";
import { PacketReader, kinds, packetOf } from "./sftp-packet";

/** What stands behind the length and the type. */
const fieldsOf = (packet: Buffer) => new PacketReader(packet.subarray(5));

describe("a packet", () => {
  it("is read as it was written", () => {
    const packet = packetOf(kinds.open, [7, 2n ** 40n, "größe", Buffer.from([0, 255])]);
    expect([packet.readUInt32BE(0), packet[4]]).toEqual([packet.length - 4, kinds.open]);
    const reader = fieldsOf(packet);
    expect([reader.number(), reader.bigNumber(), reader.text(), [...reader.bytes()], reader.isAtEnd]).toEqual([7, 2 ** 40, "größe", [0, 255], true]);
  });

  it("says in its length what follows it", () => {
    expect(packetOf(kinds.write, [1], 1_000).readUInt32BE(0)).toBe(1 + 4 + 1_000);
  });

  it("holds names with whatever attributes the server gives", () => {
    const all = [0x8000000f, 5n * 10n ** 9n, 1_000, 1_000, 0o100644, 11, 12, 1, "acl", "x"];
    const packet = packetOf(kinds.name, [3, "file", "-rw-r--r-- file", ...all, "folder", "d", 4, 0o040755, "bare", "", 0]);
    const names = fieldsOf(packet).names();
    expect(names.map(({ filename, attrs }) => [filename, attrs.size, attrs.mtime, attrs.isFile(), attrs.isDirectory()])).toEqual([
      ["file", 5e9, 12, true, false],
      ["folder", 0, 0, false, true],
      ["bare", 0, 0, false, false],
    ]);
  });

  it("is refused where it ends too early", () => {
    const packet = packetOf(kinds.handle, ["handle"]);
    expect(() => fieldsOf(packet.subarray(0, -1)).bytes()).toThrow(RangeError);
    expect(() => fieldsOf(packet.subarray(0, 7)).number()).toThrow(RangeError);
  });
});
