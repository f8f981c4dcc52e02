import type { FileId, JobId } from "./ids";

/** script and input went up with the job; stdout, stderr and output came from it. */
export type JobFileKind = "script" | "input" | "output" | "stdout" | "stderr";

/**
 * stored: a checked copy lies on Sqmpy's disk; remote: known, but only on the host (too large, or not fetched yet);
 * missing: it was on the host once and is gone.
 */
export type JobFilePlace = "stored" | "remote" | "missing";

/** A file of a job. `path` is relative to the working directory, with `/`; it may hold any character but NUL. */
export interface JobFile {
  id: FileId;
  jobId: JobId;
  kind: JobFileKind;
  path: string;
  /** Bytes. */
  size: number;
  modifiedAt: Date | null;
  /** Hex; null until a copy was made. */
  sha256: string | null;
  executable: boolean;
  place: JobFilePlace;
  /** Why it is not stored, in words. */
  note: string | null;
}

/** A file as a listing of a host's directory shows it. `path` is relative to the directory listed. */
export interface RemoteFile {
  path: string;
  size: number;
  modifiedAt: Date;
  executable: boolean;
}
