import { AppError } from "@/lib/domain/errors";
import { formatBytes } from "@/lib/format/bytes";
import type { ChannelGate } from "./channel-gate";
import { startCommand } from "./remote-command";
import type { SshConnection } from "./ssh-connection";
import type { ExecOptions } from "./transport";

export interface RawResult {
  exitCode: number | null;
  stdout: Buffer;
  stderr: Buffer;
  /** What login scripts printed besides. */
  noise: string;
}

export const usualExecMs = 60_000;
export const usualExecBytes = 4 * 1024 * 1024;

/** Runs a script with `sh` on the host and gives its whole answer. */
export async function execOverSsh(connection: SshConnection, gate: ChannelGate, script: string, options: ExecOptions = {}): Promise<RawResult> {
  const { stdin, timeoutMs = usualExecMs, maxBytes = usualExecBytes } = options;
  const stdout = new Collector(maxBytes);
  const stderr = new Collector(maxBytes);
  const take = (collector: Collector) => (chunk: Buffer) => {
    if (!collector.add(chunk)) running.kill(tooLong(connection.address, maxBytes));
  };
  const running = await startCommand(connection, gate, script, { stdout: take(stdout), stderr: take(stderr) }, stdin);
  const timer = setTimeout(() => running.kill(tooSlow(connection.address, timeoutMs)), timeoutMs);
  try {
    const { exitCode, noise } = await running.ended;
    return { exitCode, stdout: stdout.bytes(), stderr: stderr.bytes(), noise };
  } finally {
    clearTimeout(timer);
  }
}

export class Collector {
  readonly #chunks: Buffer[] = [];
  #size = 0;

  constructor(private readonly maxBytes: number) {}

  /** False when it is full. */
  add(chunk: Buffer): boolean {
    this.#size += chunk.length;
    if (this.#size > this.maxBytes) return false;
    if (chunk.length > 0) this.#chunks.push(chunk);
    return true;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

export function tooSlow(where: string, timeoutMs: number): AppError {
  const seconds = Math.max(1, Math.round(timeoutMs / 1_000));
  return new AppError("unreachable", `${where} did not answer a command within ${seconds} s. It may be overloaded, or one of its disks may hang.`, { facts: { timeoutMs } });
}

export function tooLong(where: string, maxBytes: number): AppError {
  return new AppError("too_large", `${where} gave an answer of more than ${formatBytes(maxBytes)}, which was not read on.`, { facts: { maxBytes } });
}
