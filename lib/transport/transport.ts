import type { Readable } from "node:stream";
import type { RemoteFile } from "../domain/job-file";
import type { ExecResult, RemoteCall } from "../schedulers/scheduler";

export interface ExecOptions {
  stdin?: string | Buffer;
  /** Default 60,000. */
  timeoutMs?: number;
  /** Bytes of stdout and of stderr kept each; default 4 MiB. More is an error, never a silent cut. */
  maxBytes?: number;
}

export interface RangeRequest {
  path: string;
  /** Bytes from the start. */
  offset: number;
  /** Bytes at most; 0 asks for the size alone. */
  limit: number;
}

/** null in place of this: there is no such file, or it may not be read. */
export interface RangeAnswer {
  size: number;
  modifiedAt: Date;
  data: Buffer;
}

export interface WriteResult {
  size: number;
  /** Hex, of the bytes sent. */
  sha256: string;
}

export interface ListOptions {
  skip?: readonly string[];
  limit?: number;
}

export interface ListAnswer {
  files: RemoteFile[];
  truncated: boolean;
  /** Entries that could not be listed, for the reader: folders that may not be opened, and names that are not UTF-8 (shown with �). */
  leftOut: string[];
}

/**
 * What one can do on a host over an open connection. All paths are absolute. Every call rejects with AppError:
 * `unreachable` when the connection is lost, which says nothing about what the host did or did not do;
 * `remote` or `disk_full` when the host answered and refused.
 */
export interface Transport {
  /** Runs a command line with the POSIX shell `sh`, whatever the login shell is; noise of login scripts is taken off. */
  exec(command: string, options?: ExecOptions): Promise<ExecResult>;
  /** The home directory, without a slash at the end. */
  home(): Promise<string>;
  /** Like `mkdir -p`, mode 700 for folders made. */
  makeDirectory(path: string): Promise<void>;
  /** Writes a whole file, replacing it; parents must exist. Streams: never holds the file in memory. */
  writeFile(path: string, source: Readable | Buffer | string, options?: { mode?: number }): Promise<WriteResult>;
  /** Answers in the order asked, in one batch. */
  readRanges(requests: readonly RangeRequest[]): Promise<(RangeAnswer | null)[]>;
  /** Streams bytes `start` to `end` (exclusive; default all). Rejects with `not_found` when absent. */
  openRead(path: string, range?: { start?: number; end?: number }): Promise<Readable>;
  /**
   * All regular files below a directory, depth first, symbolic links to files included and to folders not followed;
   * an absent directory has none. `skip` names top-level entries left out; `truncated` is true when `limit` was met.
   */
  list(directory: string, options?: ListOptions): Promise<ListAnswer>;
  /** Replaces `to` atomically. */
  rename(from: string, to: string): Promise<void>;
  /** Hex SHA-256 of each file as the host reads it, or null for those it could not read; rejects with `remote` where the host has no tool for it. */
  sha256(paths: readonly string[]): Promise<(string | null)[]>;
}

export async function call<Answer>(transport: Transport, { command, stdin, read }: RemoteCall<Answer>, options?: ExecOptions): Promise<Answer> {
  return read(await transport.exec(command, { ...options, stdin }));
}
