import { rmSync } from "node:fs";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openJobOnDisk, type JobOnDisk } from "./testing/job-on-disk";
import { readZip } from "./testing/read-zip";
import { zipFiles, type WantedFile } from "./zip-files";

let disk: JobOnDisk;

beforeEach(() => {
  disk = openJobOnDisk();
});

afterEach(() => disk.close());

async function unpacked(wanted: WantedFile[]): Promise<Map<string, string>> {
  const files = readZip(await buffer(zipFiles(disk.services, disk.job(), wanted)));
  return new Map([...files].map(([name, bytes]) => [name, bytes.toString()]));
}

const output = (name: string): WantedFile => ({ kind: "output", path: name });

describe("zipFiles", () => {
  it("keeps folders and same-named files, from copies and from the host", async () => {
    await disk.keep("input", "data.csv", "of the input");
    await disk.keep("output", "data.csv", "of the output");
    disk.put("a/x.txt", "of a");
    disk.put("b/x.txt", "of b");
    disk.print("stdout", "printed\n");
    const top = `My-fit-gro-e-${disk.job().id}`;

    expect(Object.fromEntries(await unpacked([{ kind: "input", path: "data.csv" }, output("data.csv"), output("a/x.txt"), output("b/x.txt"), { kind: "stdout", path: "stdout.txt" }]))).toEqual({
      [`${top}/inputs/data.csv`]: "of the input",
      [`${top}/outputs/data.csv`]: "of the output",
      [`${top}/outputs/a/x.txt`]: "of a",
      [`${top}/outputs/b/x.txt`]: "of b",
      [`${top}/stdout.txt`]: "printed\n",
    });
  });

  it("takes odd names", async () => {
    const names = ["-rf", "it's \"odd\".txt", "new\nline", "größe 😀.csv", "back\\slash"];
    for (const name of names) disk.put(name, name);
    const files = await unpacked(names.map(output));
    expect([...files.values()].sort()).toEqual([...names].sort());
    expect([...files.keys()].map((name) => name.split("/").at(-1)).sort()).toEqual(["-rf", "back_slash", "größe 😀.csv", "it's \"odd\".txt", "new_line"].sort());
  });

  it("lists what cannot be had, and what would lead out of the folder", async () => {
    disk.put("here.txt", "here");
    const files = await unpacked([output("here.txt"), output("gone.txt"), output("../../etc/passwd")]);
    const missing = [...files].find(([name]) => name.endsWith("/MISSING.txt"))?.[1] ?? "";
    expect(files.size).toBe(2);
    expect(missing).toContain("gone.txt: ");
    expect(missing).toContain("leaves the working directory");
  });

  it("reads no further than its reader, and stops when the reader leaves", async () => {
    disk.put("big.bin", Buffer.alloc(64 * 1024 * 1024));
    const zip = zipFiles(disk.services, disk.job(), [output("big.bin"), output("big.bin")]);
    const before = process.memoryUsage().arrayBuffers;
    zip.read(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
    zip.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    rmSync(path.join(disk.directory, "big.bin"));
  });
});
