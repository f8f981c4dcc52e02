import { createHash, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import { Upload } from "tus-js-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { UploadId } from "@/lib/domain/ids";
import type { User } from "@/lib/domain/user";
import { openStores, type Stores } from "@/lib/store/open-stores";
import { handleUpload, refusal, uploadsPath } from "./handle-upload";
import { isSameOrigin } from "./same-origin";

const now = () => new Date("2026-11-24T06:00:00Z");
let dataDir: string;
let stores: Stores;
let server: Server;
let base: string;
let ada: User;
let eve: User;

beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), "sqmpy-uploads-"));
  stores = openStores({ dataDir, now });
  ada = stores.desk.users.create({ name: "Ada", email: "ada@example.org", passwordHash: null, role: "member" }, now());
  eve = stores.desk.users.create({ name: "Eve", email: "eve@example.org", passwordHash: null, role: "member" }, now());

  server = createServer(async (incoming, outgoing) => {
    const { method = "GET", headers } = incoming;
    const body = method === "PATCH" || method === "POST" ? (Readable.toWeb(incoming) as unknown as ReadableStream) : undefined;
    const request = new Request(`${base}${incoming.url}`, { method, headers: headers as Record<string, string>, body, duplex: "half" } as RequestInit);
    const owner = headers["x-user"] === "eve" ? eve : ada;
    const response = await handleUpload(request, { desk: stores.desk.uploads, owner: owner.id, directory: path.join(dataDir, "uploads"), now });
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body) Readable.fromWeb(response.body as WebStream).pipe(outgoing);
    else outgoing.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  stores.close();
  rmSync(dataDir, { recursive: true });
});

function send(bytes: Buffer, options: { uploadUrl?: string; stopAt?: number; chunkSize?: number } = {}): Promise<{ url: string; complete: boolean }> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint: `${base}${uploadsPath}`,
      ...(options.uploadUrl ? { uploadUrl: options.uploadUrl } : { uploadDataDuringCreation: true }),
      metadata: { filename: "data/ä b.dat" },
      chunkSize: options.chunkSize ?? Infinity,
      retryDelays: null,
      onSuccess: () => resolve({ url: upload.url ?? "", complete: true }),
      onError: reject,
      onChunkComplete: (_size, accepted) => {
        if (options.stopAt === undefined || accepted < options.stopAt) return;
        void upload.abort().then(() => resolve({ url: upload.url ?? "", complete: false }));
      },
    });
    upload.start();
  });
}

function ask(method: string, url: string, user = "ada"): Promise<Response> {
  return fetch(new URL(url, base), { method, headers: { "Tus-Resumable": "1.0.0", "x-user": user } });
}

const idOf = (url: string) => url.split("/").at(-1) as UploadId;
const stored = (id: UploadId) => readFileSync(path.join(dataDir, "uploads", id));

describe("an upload", () => {
  it("arrives whole, with its name, size and SHA-256", async () => {
    const bytes = randomBytes(3_000_000);
    const { url } = await send(bytes);
    const row = stores.desk.uploads.find(ada.id, idOf(url));
    expect(row).toMatchObject({ name: "data/ä b.dat", size: 3_000_000, finishedAt: now(), sha256: createHash("sha256").update(bytes).digest("hex") });
    expect(stored(idOf(url)).equals(bytes)).toBe(true);
  });

  it("may be empty", async () => {
    const { url } = await send(Buffer.alloc(0));
    expect(stores.desk.uploads.find(ada.id, idOf(url))).toMatchObject({ size: 0, finishedAt: now() });
  });

  it("goes on where it was cut", async () => {
    const bytes = randomBytes(2_000_000);
    const { url, complete } = await send(bytes, { chunkSize: 300_000, stopAt: 900_000 });
    expect(complete).toBe(false);
    expect(stores.desk.uploads.find(ada.id, idOf(url))?.finishedAt).toBeNull();

    const offset = Number((await ask("HEAD", url)).headers.get("upload-offset"));
    expect(offset).toBeGreaterThanOrEqual(900_000);
    await send(bytes, { uploadUrl: url });
    expect(stored(idOf(url)).equals(bytes)).toBe(true);
    expect(stores.desk.uploads.find(ada.id, idOf(url))?.finishedAt).toEqual(now());
  });

  it("is noted as whole also when its last byte came just before a stop", async () => {
    const { url } = await send(Buffer.from("abc"));
    const id = idOf(url);
    stores.desk.uploads.remove(ada.id, id);
    stores.desk.uploads.add(ada.id, { id, name: "a", size: 3 }, now());
    (await import("node:fs")).writeFileSync(path.join(dataDir, "uploads", id), "abc");

    expect((await ask("HEAD", url)).status).toBe(200);
    expect(stores.desk.uploads.find(ada.id, id)?.finishedAt).toEqual(now());
  });

  it("can be dropped", async () => {
    const { url } = await send(Buffer.from("abc"));
    expect((await ask("DELETE", url)).status).toBe(204);
    expect(stores.desk.uploads.find(ada.id, idOf(url))).toBeUndefined();
    expect(() => stored(idOf(url))).toThrow(/ENOENT/);
    expect((await ask("HEAD", url)).status).toBe(404);
  });

  it("is not there for a stranger", async () => {
    const { url } = await send(Buffer.from("abcdef"), { chunkSize: 3, stopAt: 3 });
    expect((await ask("HEAD", url, "eve")).status).toBe(404);
    expect((await ask("DELETE", url, "eve")).status).toBe(404);
    const patch = await fetch(new URL(url, base), {
      method: "PATCH",
      headers: { "Tus-Resumable": "1.0.0", "x-user": "eve", "Upload-Offset": "3", "Content-Type": "application/offset+octet-stream" },
      body: "xyz",
    });
    expect(patch.status).toBe(404);
    expect(stored(idOf(url)).toString()).toBe("abc");
  });

  it.each(["..%2f..%2fsqmpy.db", "%2e%2e", "x/../y", "none", "a.json"])("has no name that leads elsewhere: %s", async (name) => {
    expect((await ask("HEAD", `${uploadsPath}/${name}`)).status).toBe(404);
    expect((await ask("DELETE", `${uploadsPath}/${name}`)).status).toBe(404);
  });

  it("is refused at the start when the disk has no room for it", async () => {
    const response = await fetch(new URL(uploadsPath, base), { method: "POST", headers: { "Tus-Resumable": "1.0.0", "Upload-Length": String(9 * 10 ** 12) } });
    expect(response.status).toBe(507);
    expect(await response.text()).toMatch(/This file has 9\.0 TB, and the disk of Sqmpy has room for/);
  });

  it("comes in chunks that memory has room for", async () => {
    const { url } = await send(Buffer.alloc(100_000_000), { chunkSize: 1_000_000, stopAt: 1_000_000 });
    const patch = await fetch(new URL(url, base), {
      method: "PATCH",
      headers: { "Tus-Resumable": "1.0.0", "Upload-Offset": "1000000", "Content-Type": "application/offset+octet-stream" },
      body: Buffer.alloc(70_000_000),
    });
    expect(patch.status).toBe(413);
  });

  it("needs a size", async () => {
    const response = await fetch(new URL(uploadsPath, base), { method: "POST", headers: { "Tus-Resumable": "1.0.0", "Upload-Defer-Length": "1" } });
    expect(response.status).toBe(400);
  });

  it("lets no other site read its answers", async () => {
    const { url } = await send(Buffer.from("abc"));
    const response = await fetch(new URL(url, base), { method: "HEAD", headers: { "Tus-Resumable": "1.0.0", Origin: "http://evil.example" } });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("isSameOrigin", () => {
  const says = (headers: Record<string, string>) => isSameOrigin(new Headers({ host: "sqmpy.example.org", ...headers }), "https://public.example.org");

  it("takes Sqmpy's own pages and programs that are no browser", () => {
    expect(says({ "sec-fetch-site": "same-origin", origin: "https://whatever.example" })).toBe(true);
    expect(says({ origin: "http://sqmpy.example.org" })).toBe(true);
    expect(says({ origin: "https://public.example.org" })).toBe(true);
    expect(says({})).toBe(true);
  });

  it("refuses other pages", () => {
    expect(says({ "sec-fetch-site": "cross-site" })).toBe(false);
    expect(says({ "sec-fetch-site": "same-site" })).toBe(false);
    expect(says({ origin: "http://evil.example" })).toBe(false);
    expect(says({ origin: "null" })).toBe(false);
  });
});

it("a refusal is a plain sentence", async () => {
  const response = refusal(404, "Gone.");
  expect(await response.text()).toBe("Gone.");
  expect(response.headers.get("content-type")).toContain("text/plain");
});
