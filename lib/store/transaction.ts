import { AppError } from "@/lib/domain/errors";
import type { Database } from "./db";

/**
 * Runs `work` as one transaction that is on the disk when it returns: what a person was told, and what keeps a script
 * from running twice, outlives a power cut. Inside another transaction it becomes a part of that.
 */
export function write<Answer>(database: Database, work: () => Answer): Answer {
  try {
    return database.transaction(() => work(), { behavior: "immediate" });
  } catch (error) {
    throw isFull(error) ? fullDisk(error) : error;
  }
}

/**
 * Like `write` without waiting for the disk: outlives a kill, not always a power cut. For what the next look at a
 * host finds out again.
 */
export function writeRelaxed<Answer>(database: Database, work: () => Answer): Answer {
  const client = database.$client;
  if (client.inTransaction) return work();

  client.pragma("synchronous = NORMAL");
  try {
    return write(database, work);
  } finally {
    client.pragma("synchronous = FULL");
  }
}

export function fullDisk(cause: unknown): AppError {
  return new AppError("disk_full", "The disk of the Sqmpy server itself is full, so nothing was saved. Delete old jobs with their files, or ask its admin for space; then try again.", {
    cause,
  });
}

export function isFull(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT", "SQLITE_FULL"].includes(codeOf(error)) || (error instanceof Error && error.cause !== undefined && isFull(error.cause));
}

export function isTaken(error: unknown): boolean {
  return codeOf(error).startsWith("SQLITE_CONSTRAINT_UNIQUE") || (error instanceof Error && error.cause !== undefined && isTaken(error.cause));
}

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
