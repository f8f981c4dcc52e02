import type { DetailedError, Upload } from "tus-js-client";

const retryDelays = [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000];

/** Bytes a request: little for the server's memory and for a proxy, and enough not to slow anything down. */
const chunkSize = 16 * 1024 * 1024;

export interface SendingJob {
  endpoint: string;
  ownerId: string;
  file: File;
  /** The file's path where it came from. */
  origin: string;
}

export interface SendingListener {
  progress: (sent: number) => void;
  done: (uploadId: string) => void;
  failed: (problem: string) => void;
}

export interface Sending {
  /** Ends the sending; the same file goes on later where it stopped. */
  stop(): void;
  /** Ends it and drops what was sent. */
  forget(): void;
}

/** Sends one file by tus, and resumes an earlier try of this browser. */
export function sendUpload({ endpoint, ownerId, file, origin }: SendingJob, listener: SendingListener): Sending {
  let stopped = false;
  let upload: Upload | null = null;

  async function start() {
    const tus = await import("tus-js-client");
    upload = new tus.Upload(file, {
      endpoint,
      chunkSize,
      retryDelays,
      // A large one is to be known by its address before the first bytes, so that a cut loses none.
      uploadDataDuringCreation: file.size <= chunkSize,
      removeFingerprintOnSuccess: true,
      metadata: { filename: origin },
      fingerprint: async () => ["sqmpy", ownerId, origin, file.size, file.lastModified].join("-"),
      onShouldRetry: (error) => mayRetry(statusOf(error)),
      onProgress: (sent) => listener.progress(sent),
      onSuccess: () => listener.done(idOf(upload)),
      onError: (error) => listener.failed(sentenceFor(error)),
    });
    const [earlier] = await upload.findPreviousUploads();
    if (stopped) return;
    if (earlier) upload.resumeFromPreviousUpload(earlier);
    upload.start();
  }

  start().catch((error: unknown) => listener.failed(sentenceFor(error)));

  return {
    stop() {
      stopped = true;
      void upload?.abort();
    },
    forget() {
      stopped = true;
      const { url } = upload ?? {};
      void upload?.abort();
      if (url) void deleteUploads(endpoint, [idOf(upload)]);
    },
  };
}

/** Drops uploads, one after the other; those that cannot be dropped now are swept by the server in time. */
export async function deleteUploads(endpoint: string, ids: readonly string[]): Promise<void> {
  try {
    for (const id of ids) await fetch(`${endpoint}/${id}`, { method: "DELETE", headers: { "Tus-Resumable": "1.0.0" } });
  } catch (error) {
    console.warn("Not all uploads could be dropped now.", error);
  }
}

function idOf(upload: Upload | null): string {
  return upload?.url?.split("/").at(-1) ?? "";
}

function statusOf(error: unknown): number {
  return (error as Partial<DetailedError>).originalResponse?.getStatus() ?? 0;
}

/** No answer, busy or a fault in passing; a full disk, a sign-out or a refusal stays as it is. */
export function mayRetry(status: number): boolean {
  return status === 0 || [409, 423, 429, 500, 502, 503, 504].includes(status);
}

function sentenceFor(error: unknown): string {
  const response = (error as Partial<DetailedError>).originalResponse;
  if (!response) return "The connection was lost. Press Retry: it goes on where it stopped.";
  if (response.getStatus() === 413 && !isOurs(response.getBody())) {
    return "Something between here and Sqmpy refuses large requests: its admin must raise the proxy's body limit.";
  }
  return isOurs(response.getBody()) ? response.getBody().trim() : `The upload was refused (${response.getStatus()}). Press Retry.`;
}

/** Our refusals are one plain sentence; a proxy's are pages of HTML. */
function isOurs(body: string): boolean {
  return body.trim() !== "" && body.length < 400 && !body.trimStart().startsWith("<");
}
