/** Types of packet of SFTP version 3 (draft-ietf-secsh-filexfer-02, section 3). */
export const kinds = {
  ...{ init: 1, open: 3, close: 4, read: 5, write: 6, fstat: 8, fsetstat: 10, opendir: 11, readdir: 12 },
  ...{ remove: 13, mkdir: 14, stat: 17, rename: 18, extended: 200 },
  ...{ version: 2, status: 101, handle: 102, data: 103, name: 104, attributes: 105, extendedReply: 201 },
} as const;

/** The flags of section 5, in the order in which their fields come. */
const flag = { size: 1, owner: 2, mode: 4, times: 8, extended: 0x80000000 };
const fileType = { mask: 0o170000, file: 0o100000, folder: 0o040000, link: 0o120000 };

/** A uint32, a uint64 as bigint, or a string with its length before it. */
export type Field = number | bigint | string | Buffer;

export class FileAttributes {
  constructor(
    readonly size: number,
    readonly mode: number,
    /** Seconds since 1970. */
    readonly mtime: number,
  ) {}

  isFile(): boolean {
    return (this.mode & fileType.mask) === fileType.file;
  }

  isDirectory(): boolean {
    return (this.mode & fileType.mask) === fileType.folder;
  }

  isSymbolicLink(): boolean {
    return (this.mode & fileType.mask) === fileType.link;
  }
}

export interface NamedFile {
  /** Bytes that are not UTF-8 have become �. */
  filename: string;
  attrs: FileAttributes;
}

/** A packet, or the beginning of one after which so many bytes follow. */
export function packetOf(kind: number, fields: readonly Field[], following = 0): Buffer {
  const parts = fields.map((field) => (typeof field === "string" ? Buffer.from(field) : field));
  const length = parts.reduce<number>((sum, part) => sum + sizeOf(part), 1);
  const packet = Buffer.allocUnsafe(4 + length);
  packet.writeUInt32BE(length + following, 0);
  let at = packet.writeUInt8(kind, 4);
  for (const part of parts) {
    if (typeof part === "number") at = packet.writeUInt32BE(part, at);
    else if (typeof part === "bigint") at = packet.writeBigUInt64BE(part, at);
    else at = packet.writeUInt32BE(part.length, at) + part.copy(packet, at + 4);
  }
  return packet;
}

function sizeOf(part: number | bigint | Buffer): number {
  if (typeof part === "number") return 4;
  return typeof part === "bigint" ? 8 : 4 + part.length;
}

export function modeFields(mode: number | undefined): number[] {
  return mode === undefined ? [0] : [flag.mode, mode];
}

/** Reads a packet's fields one after the other. Throws RangeError where the packet ends too early. */
export class PacketReader {
  #at = 0;

  constructor(private readonly packet: Buffer) {}

  get isAtEnd(): boolean {
    return this.#at >= this.packet.length;
  }

  byte(): number {
    return this.packet.readUInt8(this.#skip(1));
  }

  number(): number {
    return this.packet.readUInt32BE(this.#skip(4));
  }

  bigNumber(): number {
    return Number(this.packet.readBigUInt64BE(this.#skip(8)));
  }

  bytes(): Buffer {
    const length = this.number();
    const at = this.#skip(length);
    if (this.#at > this.packet.length) throw new RangeError("A packet of SFTP is too short.");
    return this.packet.subarray(at, this.#at);
  }

  text(): string {
    return this.bytes().toString("utf8");
  }

  attributes(): FileAttributes {
    const flags = this.number();
    const size = flags & flag.size ? this.bigNumber() : 0;
    if (flags & flag.owner) this.#skip(8);
    const mode = flags & flag.mode ? this.number() : 0;
    if (flags & flag.times) this.#skip(4);
    const mtime = flags & flag.times ? this.number() : 0;
    if (flags & flag.extended) for (let left = this.number() * 2; left > 0; left -= 1) this.bytes();
    return new FileAttributes(size, mode, mtime);
  }

  names(): NamedFile[] {
    return Array.from({ length: this.number() }, () => {
      const filename = this.text();
      this.bytes(); // the line that `ls -l` would show
      return { filename, attrs: this.attributes() };
    });
  }

  #skip(length: number): number {
    const at = this.#at;
    this.#at += length;
    return at;
  }
}
