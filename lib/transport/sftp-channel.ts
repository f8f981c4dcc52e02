import type { Client, ClientChannel } from "ssh2";
import { type Field, type FileAttributes, type NamedFile, PacketReader, kinds, modeFields, packetOf } from "./sftp-packet";
import { SftpSplitter } from "./sftp-splitter";

export type Done<Answer> = (error: Error | null | undefined, answer: Answer) => void;

interface Request {
  settle(kind: number, answer: PacketReader): void;
  /** Takes the bytes of a read as they came, in several pieces. */
  settlePieces?: (pieces: Buffer[]) => void;
}

const openFlags = { r: 0x01, w: 0x02 | 0x08 | 0x10 };
/** What every server takes and gives at a time; more where it says so. */
const sureBytes = 32_768;
/** More makes nothing faster; a power of two keeps to the pages of the host's disk. */
const mostBytes = 128 * 1024;
/** Up to here one packet of SSH for request and bytes is worth a copy. */
const smallBytes = 8_192;

/**
 * SFTP version 3, as a client, over a channel of ssh2. ssh2's own client copies a file's bytes twice more, into buffers that it
 * makes for each request, and collecting those costs more than the transfer; here they are sent and given on as they are.
 */
export class SftpChannel {
  /** Called once, when the channel has ended or the server has sent what cannot be understood. */
  onLost: (() => void) | null = null;
  /** Bytes that the server takes in one write, and gives in one read. */
  chunkBytes = { write: sureBytes, read: sureBytes };

  readonly #requests = new Map<number, Request>();
  readonly #extensions = new Set<string>();
  readonly #splitter = new SftpSplitter({
    packet: (packet) => (this.#greeting ? this.#greet(this.#greeting, new PacketReader(packet)) : this.#settle(new PacketReader(packet))),
    data: (id, pieces) => this.#settlePieces(id, pieces),
  });
  #lastId = 0;
  #isLost = false;
  #greeting: Done<SftpChannel> | null;

  private constructor(
    private readonly channel: ClientChannel,
    greeting: Done<SftpChannel>,
  ) {
    this.#greeting = greeting;
    channel.on("data", (bytes: Buffer) => this.#receive(bytes));
    channel.stderr.resume();
    channel.on("exit", (code: number | null) => {
      if (this.#greeting) this.#lose(`it ended with exit code ${code ?? "unknown"}`);
    });
    channel.on("error", (error: Error) => this.#lose(error.message));
    for (const event of ["end", "close"] as const) channel.on(event, () => this.#lose("it ended"));
    channel.write(packetOf(kinds.init, [3]));
  }

  static open(client: Client, done: Done<SftpChannel>): void {
    client.subsys("sftp", (error, channel) => {
      if (error) done(error, undefined as never);
      else new SftpChannel(channel, done);
    });
  }

  get isOpen(): boolean {
    return !this.#isLost;
  }

  /** Whether a rename can replace a file that is there. */
  get replacesByRename(): boolean {
    return this.#extensions.has("posix-rename@openssh.com 1");
  }

  open(path: string, how: "r" | "w", mode: number | undefined, done: Done<Buffer>): void {
    this.#ask(kinds.open, [path, openFlags[how], ...modeFields(mode)], kinds.handle, (answer) => Buffer.from(answer.bytes()), done);
  }

  close(handle: Buffer, done: Done<void>): void {
    this.#do(kinds.close, [handle], done);
  }

  /** Answers the bytes as they came, in several pieces; there may be fewer than asked for. */
  read(handle: Buffer, length: number, position: number, done: Done<Buffer[]>): void {
    const give = (pieces: Buffer[]) => {
      const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
      if (size > length) done(new Error("it sent more bytes than were asked for"), []);
      else done(null, size === 0 ? [] : pieces);
    };
    const id = this.#await(kinds.data, (answer) => [answer.bytes()], (refusal, pieces) => (refusal ? done(refusal, pieces) : give(pieces)), give);
    this.channel.write(packetOf(kinds.read, [id, handle, BigInt(position), length]));
  }

  /** `taken` is called once `bytes` may be used for something else. */
  write(handle: Buffer, bytes: Buffer, position: number, done: Done<void>, taken?: () => void): void {
    const id = this.#await(kinds.status, () => undefined, done);
    const head = packetOf(kinds.write, [id, handle, BigInt(position), bytes.length], bytes.length);
    if (bytes.length > smallBytes) {
      this.channel.write(head);
      this.channel.write(bytes, taken);
    } else {
      this.channel.write(Buffer.concat([head, bytes]), taken);
    }
  }

  stat(path: string, done: Done<FileAttributes>): void {
    this.#ask(kinds.stat, [path], kinds.attributes, (answer) => answer.attributes(), done);
  }

  fstat(handle: Buffer, done: Done<FileAttributes>): void {
    this.#ask(kinds.fstat, [handle], kinds.attributes, (answer) => answer.attributes(), done);
  }

  setMode(handle: Buffer, mode: number, done: Done<void>): void {
    this.#do(kinds.fsetstat, [handle, ...modeFields(mode)], done);
  }

  mkdir(path: string, mode: number, done: Done<void>): void {
    this.#do(kinds.mkdir, [path, ...modeFields(mode)], done);
  }

  opendir(path: string, done: Done<Buffer>): void {
    this.#ask(kinds.opendir, [path], kinds.handle, (answer) => Buffer.from(answer.bytes()), done);
  }

  /** Some of a folder's entries, without itself and the one above; rejects with the status for the end when there are no more. */
  readdir(handle: Buffer, done: Done<NamedFile[]>): void {
    const read = (answer: PacketReader) => answer.names().filter(({ filename }) => filename !== "." && filename !== "..");
    this.#ask(kinds.readdir, [handle], kinds.name, read, done);
  }

  unlink(path: string, done: Done<void>): void {
    this.#do(kinds.remove, [path], done);
  }

  rename(from: string, to: string, done: Done<void>): void {
    if (this.replacesByRename) this.#do(kinds.extended, ["posix-rename@openssh.com", from, to], done);
    else this.#do(kinds.rename, [from, to], done);
  }

  end(): void {
    this.channel.close();
    this.#lose("it was closed");
  }

  #do(kind: number, fields: readonly Field[], done: Done<void>): void {
    this.#ask(kind, fields, kinds.status, () => undefined, done);
  }

  #ask<Answer>(kind: number, fields: readonly Field[], wanted: number, read: (answer: PacketReader) => Answer, done: Done<Answer>): void {
    const id = this.#await(wanted, read, done);
    this.channel.write(packetOf(kind, [id, ...fields]));
  }

  #await<Answer>(wanted: number, read: (answer: PacketReader) => Answer, done: Done<Answer>, settlePieces?: Request["settlePieces"]): number {
    this.#lastId = (this.#lastId + 1) % 2 ** 32;
    this.#requests.set(this.#lastId, {
      settlePieces,
      settle: (kind, answer) => {
        const refusal = kind === kinds.status ? refusalIn(answer) : null;
        if (refusal) done(refusal, undefined as never);
        else if (kind === wanted) done(null, read(answer));
        else throw new Error(`it sent an answer of type ${kind} in place of type ${wanted}`);
      },
    });
    return this.#lastId;
  }

  #receive(bytes: Buffer): void {
    if (this.#isLost) return;
    try {
      this.#splitter.take(bytes);
    } catch (error) {
      this.#lose(error instanceof Error ? error.message : String(error));
    }
  }

  #greet(greeting: Done<SftpChannel>, packet: PacketReader): void {
    const kind = packet.byte();
    if (kind !== kinds.version) throw new Error(`it sent a packet of type ${kind} in place of a greeting`);
    packet.number();
    while (!packet.isAtEnd) {
      const name = packet.text();
      const version = packet.text();
      this.#extensions.add(`${name} ${version}`);
    }
    this.#greeting = null;
    if (this.#extensions.has("limits@openssh.com 1")) this.#askLimits();
    greeting(null, this);
  }

  /** Answered before whatever is asked next. */
  #askLimits(): void {
    const read = (answer: PacketReader) => {
      answer.bigNumber(); // the longest packet
      return { read: answer.bigNumber(), write: answer.bigNumber() };
    };
    this.#ask(kinds.extended, ["limits@openssh.com"], kinds.extendedReply, read, (refusal, limits) => {
      if (refusal) return;
      const within = (limit: number) => Math.min(limit === 0 ? sureBytes : limit, mostBytes);
      this.chunkBytes = { read: within(limits.read), write: within(limits.write) };
    });
  }

  #settle(packet: PacketReader): void {
    const kind = packet.byte();
    this.#take(packet.number())?.settle(kind, packet);
  }

  #settlePieces(id: number, pieces: Buffer[]): void {
    const request = this.#take(id);
    if (request && !request.settlePieces) throw new Error("it sent the bytes of a file that was not asked for");
    request?.settlePieces?.(pieces);
  }

  #take(id: number): Request | undefined {
    const request = this.#requests.get(id);
    this.#requests.delete(id);
    return request;
  }

  #lose(why: string): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#requests.clear();
    this.channel.close();
    this.#greeting?.(new Error(why), undefined as never);
    this.#greeting = null;
    this.onLost?.();
  }
}

/** null where the server says that all is well. */
function refusalIn(answer: PacketReader): Error | null {
  const code = answer.number();
  if (code === 0) return null;
  const said = answer.isAtEnd ? "" : answer.text();
  return Object.assign(new Error(said === "" ? `status ${code}` : said), { code });
}
