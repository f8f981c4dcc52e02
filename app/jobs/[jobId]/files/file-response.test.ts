import { afterEach, beforeEach, expect, it } from "vitest";
import { findFile } from "@/lib/runner/find-file";
import { streamLengthHeader } from "@/lib/format/stream-length-header";
import { openJobOnDisk, type JobOnDisk } from "@/lib/runner/testing/job-on-disk";
import { fileResponse } from "./file-response";

let disk: JobOnDisk;

beforeEach(() => {
  disk = openJobOnDisk();
});

afterEach(() => disk.close());

async function get(name: string, headers: Record<string, string> = {}, method = "GET") {
  const file = await findFile(disk.services, disk.job(), { kind: "output", path: name });
  return fileResponse(new Request("http://localhost/x", { headers, method }), file, { "Content-Type": "application/octet-stream" });
}

it.each(["copy", "host"])("serves the whole and ranges from the %s, inert", async (place) => {
  if (place === "copy") await disk.keep("output", "a.html", "0123456789");
  else disk.put("a.html", "0123456789");

  const whole = await get("a.html");
  expect(whole.status).toBe(200);
  expect(whole.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
  expect(whole.headers.get("x-content-type-options")).toBe("nosniff");
  expect(whole.headers.get(streamLengthHeader)).toBe("10");
  expect(await whole.text()).toBe("0123456789");

  const part = await get("a.html", { range: "bytes=2-4" });
  expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([206, "bytes 2-4/10", "234"]);
  const last = await get("a.html", { range: "bytes=-3" });
  expect(await last.text()).toBe("789");
  const beyond = await get("a.html", { range: "bytes=10-" });
  expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, "bytes */10"]);

  const etag = whole.headers.get("etag") ?? "";
  expect((await get("a.html", { range: "bytes=2-4", "if-range": etag })).status).toBe(206);
  expect((await get("a.html", { range: "bytes=2-4", "if-range": '"another"' })).status).toBe(200);
  expect((await get("a.html", {}, "HEAD")).body).toBeNull();
});

it("breaks off where the file became shorter than was said", async () => {
  disk.put("shrinking", "0123456789");
  const file = await findFile(disk.services, disk.job(), { kind: "output", path: "shrinking" });
  disk.put("shrinking", "01234");
  const response = await fileResponse(new Request("http://localhost/x"), file, {});
  await expect(response.text()).rejects.toThrow("became shorter");
});

it("serves an empty file", async () => {
  disk.put("empty", "");
  const response = await get("empty");
  expect([response.status, await response.text()]).toEqual([200, ""]);
});

it("leaves no file open when the reader leaves in the middle", async () => {
  disk.put("big", Buffer.alloc(20_000_000));
  const response = await get("big");
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  await disk.services.connections.closeAll();
});
