import { kinds } from "./sftp-packet";

/** The longest packet that servers send; what seems longer is no SFTP. */
const longestPacket = 256 * 1024;
/** Length, type, id, and the length of the bytes: what stands before the bytes of a read. */
const dataHead = 13;

export interface SplitterEvents {
  /** A packet without the length before it. */
  packet(packet: Buffer): void;
  /** The bytes of a read, in the pieces in which they came. */
  data(id: number, pieces: Buffer[]): void;
}

/** Splits what a server sends into packets; the bytes of reads are given on as they come, without a copy. */
export class SftpSplitter {
  readonly #head = Buffer.allocUnsafe(dataHead);
  #headBytes = 0;
  #packet: Buffer | null = null;
  #packetBytes = 0;
  #pieces: Buffer[] = [];
  #missing = 0;

  constructor(private readonly events: SplitterEvents) {}

  /** Throws where it cannot be SFTP. */
  take(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#missing > 0) {
        const piece = bytes.subarray(at, at + this.#missing);
        at += piece.length;
        this.#addPiece(piece);
      } else if (this.#packet) {
        at += this.#fill(this.#packet, bytes, at);
      } else {
        this.#head[this.#headBytes++] = bytes[at++] ?? 0;
        if (this.#headBytes >= 5) this.#lookAtHead();
      }
    }
  }

  #lookAtHead(): void {
    const length = this.#head.readUInt32BE(0);
    if (length === 0 || length > longestPacket) {
      throw new Error(`it sent ${JSON.stringify(this.#head.toString("latin1", 0, 4))} where the length of a packet should stand`);
    }
    const isData = this.#head[4] === kinds.data && length >= dataHead - 4;
    if (isData && this.#headBytes < dataHead) return;

    const bytes = isData ? this.#head.readUInt32BE(9) : 0;
    if (bytes > 0 && bytes === length + 4 - dataHead) {
      this.#missing = bytes;
    } else {
      this.#packet = Buffer.allocUnsafe(length);
      this.#packetBytes = 0;
      this.#fill(this.#packet, this.#head.subarray(0, this.#headBytes), 4);
    }
  }

  #addPiece(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#missing -= piece.length;
    if (this.#missing > 0) return;
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#headBytes = 0;
    this.events.data(this.#head.readUInt32BE(5), pieces);
  }

  #fill(packet: Buffer, bytes: Buffer, at: number): number {
    const copied = bytes.copy(packet, this.#packetBytes, at);
    this.#packetBytes += copied;
    if (this.#packetBytes === packet.length) {
      this.#packet = null;
      this.#headBytes = 0;
      this.events.packet(packet);
    }
    return copied;
  }
}
