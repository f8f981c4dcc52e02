import type { SFTPWrapper } from "ssh2";
import { AppError } from "@/lib/domain/errors";
import type { ChannelGate } from "./channel-gate";
import type { SshConnection } from "./ssh-connection";

type Done<Answer> = (error: Error | null | undefined, answer: Answer) => void;

/** SFTP does not work on this host; its files can still be had through plain commands. */
export class SftpUnusable extends Error {}

const openMs = 15_000;
/** No answer to anything for so long: the file system of the host hangs, though the host itself may answer. */
const stallMs = 60_000;

/** One SFTP channel, which carries any number of requests at a time. */
export class SftpSession {
  #lost: AppError | null = null;
  #pending = 0;
  #users = 0;
  #lastAnswerAt = Date.now();
  readonly #waiting = new Set<(error: AppError) => void>();
  readonly #onLost = new Set<(reason: AppError) => void>();
  readonly #stallTimer: NodeJS.Timeout;
  readonly #forget: () => void;

  /** Called when its last user lets go. */
  onIdle: (() => void) | null = null;

  private constructor(
    private readonly sftp: SFTPWrapper,
    private readonly connection: SshConnection,
    private readonly leave: () => void,
  ) {
    for (const event of ["error", "end", "close"] as const) sftp.on(event, () => this.#lose(this.#channelLost()));
    this.#stallTimer = setInterval(() => this.#lookForStall(), stallMs / 4);
    this.#stallTimer.unref();
    this.#forget = connection.onLost(() => this.#lose(connection.loss));
  }

  /** Rejects with SftpUnusable where login scripts print into it, or the host has none. */
  static async open(connection: SshConnection, gate: ChannelGate): Promise<SftpSession> {
    const { channel, leave } = await gate.enter(() => openChannel(connection));
    return new SftpSession(channel, connection, leave);
  }

  get isOpen(): boolean {
    return this.#lost === null;
  }

  get isIdle(): boolean {
    return this.#users === 0;
  }

  /** Keeps the channel from being given up between two requests; answers how to let go. */
  borrow(): () => void {
    this.#users += 1;
    let isBack = false;
    return () => {
      if (isBack) return;
      isBack = true;
      this.#users -= 1;
      if (this.#users === 0) this.onIdle?.();
    };
  }

  /** Bytes that the server takes in one write, and gives in one read. */
  get chunkBytes(): { write: number; read: number } {
    const limits = this.sftp as unknown as { _maxWriteLen?: number; _maxReadLen?: number };
    return { write: limits._maxWriteLen ?? 32_768, read: limits._maxReadLen ?? 32_768 };
  }

  /** Sends one request. Rejects with what the server says, or with `unreachable` once the channel is lost. */
  ask<Answer = void>(send: (sftp: SFTPWrapper, done: Done<Answer>) => void): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#lost) {
        reject(this.#lost);
        return;
      }
      if (this.#pending === 0) this.#lastAnswerAt = Date.now();
      this.#pending += 1;
      this.#waiting.add(reject);
      const answered = () => {
        if (!this.#waiting.delete(reject)) return;
        this.#pending -= 1;
        this.#lastAnswerAt = Date.now();
      };
      try {
        send(this.sftp, (error, answer) => {
          answered();
          if (error) reject(isSilence(error) ? this.#channelLost() : error);
          else resolve(answer);
        });
      } catch (error) {
        answered();
        reject(error);
      }
    });
  }

  /** Calls `listener` when the channel is lost; at once if it is. Answers how to stop listening. */
  onLost(listener: (reason: AppError) => void): () => void {
    if (this.#lost) listener(this.#lost);
    else this.#onLost.add(listener);
    return () => this.#onLost.delete(listener);
  }

  close(): void {
    this.#lose(this.#channelLost());
  }

  #lose(reason: AppError): void {
    if (this.#lost) return;
    this.#lost = reason;
    clearInterval(this.#stallTimer);
    this.#forget?.();
    this.leave();
    this.sftp.end();
    for (const reject of [...this.#waiting]) reject(reason);
    this.#waiting.clear();
    this.#pending = 0;
    for (const listener of [...this.#onLost]) listener(reason);
    this.#onLost.clear();
  }

  #channelLost(): AppError {
    if (!this.connection.isOpen) return this.connection.loss;
    return new AppError("unreachable", `${this.connection.address} ended the file transfer. What it was asked last may or may not have been done.`);
  }

  #lookForStall(): void {
    if (this.#pending === 0 || Date.now() - this.#lastAnswerAt < stallMs) return;
    this.#lose(new AppError("unreachable", `${this.connection.address} has not answered about its files for ${stallMs / 1_000} s. One of its disks may hang.`));
  }
}

function openChannel(connection: SshConnection): Promise<SFTPWrapper> {
  return connection.race((resolve, reject) => {
    const timer = setTimeout(() => reject(new SftpUnusable("The host did not answer the request for SFTP.")), openMs);
    connection
      .ask<SFTPWrapper>((client, done) => client.sftp(done))
      .then(resolve, (error: unknown) => {
        const isOurs = error instanceof AppError || (error instanceof Error && error.message.startsWith("(SSH) Channel open failure"));
        reject(isOurs ? error : new SftpUnusable(error instanceof Error ? error.message : String(error)));
      })
      .finally(() => clearTimeout(timer));
  });
}

/** What ssh2 answers for requests that were open when the channel went. */
function isSilence(error: Error): boolean {
  return error.message === "No response from server";
}
