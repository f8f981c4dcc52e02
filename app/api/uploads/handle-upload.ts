import { mkdir, statfs } from "node:fs/promises";
import { FileStore, type Configstore } from "@tus/file-store";
import { MemoryLocker, Server } from "@tus/server";
import { Upload } from "@tus/utils";
import { AppError } from "@/lib/domain/errors";
import { newId, type UploadId, type UserId } from "@/lib/domain/ids";
import { formatBytes } from "@/lib/format/bytes";
import type { UploadDesk } from "@/lib/store/desk";

export const uploadsPath = "/api/uploads";

/** Room that a disk keeps for the database and logs, in bytes. */
const spare = 200_000_000;

/** Files are as large as the disk has room; this only refuses nonsense. */
const largest = 10 ** 13;

/** Bytes a request may carry. Next reads a body as fast as it comes, however slow the disk is: this bounds what then waits in memory. */
const largestChunk = 64 * 1024 * 1024;

export interface UploadDoor {
  desk: UploadDesk;
  owner: UserId;
  /** Where the bytes go, each file under its id. */
  directory: string;
  now: () => Date;
}

const locker = new MemoryLocker();

/** Reading a large file through takes a while: whoever asks meanwhile waits for the same answer. */
const finishing = new Map<UploadId, Promise<void>>();

/** One tus request (tus.io, protocol 1.0.0) of one person. A stranger's upload is not found. */
export async function handleUpload(request: Request, door: UploadDoor): Promise<Response> {
  const { desk, owner, directory, now } = door;
  await mkdir(directory, { recursive: true, mode: 0o700 });

  const id = idOf(request);
  const row = id === null ? undefined : desk.find(owner, id);
  if (id === null ? request.method !== "POST" : !row) return refusal(404, "This upload is no longer there: choose the file again.");
  if (bodyLimit(request, row?.size) > largestChunk && hasBytes(request)) return refusal(413, "Send large files in chunks of at most 64 MiB.");

  const server = new Server({
    path: uploadsPath,
    relativeLocation: true,
    allowedOrigins: () => false,
    maxSize: largest,
    locker,
    datastore: new FileStore({ directory, configstore: rowsOf(door) }),
    namingFunction: () => newId<UploadId>(24),
    onUploadCreate: async (_request, upload) => {
      if (upload.size === undefined) throw { status_code: 400, body: "The file's size must be known at the start." };
      await needRoom(directory, upload.size);
      desk.add(owner, { id: upload.id as UploadId, name: nameOf(upload), size: upload.size }, now());
      return {};
    },
    onUploadFinish: async (_request, upload) => {
      await finish(upload.id as UploadId, door);
      return {};
    },
    onResponseError: (_request, error) => (error instanceof AppError ? { status_code: 422, body: error.message } : undefined),
  });
  const response = await server.handleWeb(request);
  if (id === null || request.method !== "HEAD") return response;
  return (await noteFinished(response, id, door)) ?? response;
}

async function finish(id: UploadId, { desk, owner, now }: UploadDoor): Promise<void> {
  const running = finishing.get(id) ?? Promise.resolve(desk.finish(owner, id, now())).finally(() => finishing.delete(id));
  finishing.set(id, running);
  await running;
}

/** The last byte may have come just before a stop of ours: then nobody noted that the file is whole. */
async function noteFinished(response: Response, id: UploadId, door: UploadDoor): Promise<Response | null> {
  const row = door.desk.find(door.owner, id);
  if (!row || row.finishedAt || response.headers.get("upload-offset") !== String(row.size)) return null;
  try {
    await finish(id, door);
    return null;
  } catch (error) {
    if (error instanceof AppError) return refusal(422, error.message);
    throw error;
  }
}

/** What tus wants to remember of an upload: the database's row is all of it. */
function rowsOf({ desk, owner }: UploadDoor): Configstore {
  return {
    async get(id) {
      const row = desk.find(owner, id as UploadId);
      return row && new Upload({ id, size: row.size, offset: 0, metadata: { filename: row.name }, creation_date: row.createdAt.toISOString() });
    },
    async set() {
      return;
    },
    async delete(id) {
      desk.remove(owner, id as UploadId);
    },
  };
}

function hasBytes({ headers }: Request): boolean {
  return headers.get("content-type") === "application/offset+octet-stream";
}

/** Bytes at most of a request's body: as it says itself, else as large as the file can be. */
function bodyLimit({ headers }: Request, fileSize: number | undefined): number {
  return Number(headers.get("content-length") ?? fileSize ?? headers.get("upload-length") ?? 0);
}

async function needRoom(directory: string, size: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  const free = Math.max(0, bavail * bsize - spare);
  if (size <= free) return;
  throw { status_code: 507, body: `This file has ${formatBytes(size)}, and the disk of Sqmpy has room for ${formatBytes(free)}. Ask its admin for more, or place the file on the host yourself.` };
}

function nameOf(upload: Upload): string {
  return (upload.metadata?.["filename"] ?? upload.id).slice(0, 4_000);
}

function idOf(request: Request): UploadId | null {
  const rest = new URL(request.url).pathname.slice(uploadsPath.length).replace(/^\/+|\/+$/g, "");
  return rest === "" ? null : (rest as UploadId);
}

export function refusal(status: number, sentence: string): Response {
  return new Response(sentence, { status, headers: { "Content-Type": "text/plain; charset=utf-8", "Tus-Resumable": "1.0.0", "Cache-Control": "no-store" } });
}
