import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { quote } from "@/lib/schedulers/quote";
import { type Bench, MB, oddNames, read, sha256 } from "./bench";

/** What every Transport does with single files. */
export function filesSuite(bench: Bench): void {
  describe("folders and files", () => {
    it("has a home without a slash at the end", async () => {
      expect(await bench.transport.home()).toMatch(/^\/.*[^/]$/);
    });

    it("makes folders with their parents, for the owner alone, twice", async () => {
      const path = `${await bench.fresh()}/a b/ü/'c'`;
      await bench.transport.makeDirectory(path);
      await bench.transport.makeDirectory(path);
      const { stdout } = await bench.transport.exec(`ls -ld ${quote(path)} ${quote(join(path, ".."))} | cut -c 1-10`);
      expect(stdout).toBe("drwx------\ndrwx------\n");
    });

    it("makes folders below the same new ones, all at once", async () => {
      const path = await bench.fresh();
      for (let round = 0; round < 40; round++) {
        const below = `${path}/${round}/x/y`;
        await Promise.all(["a/b/c", "a/b/d/e", "a", "a/b", "f/g"].map((name) => bench.transport.makeDirectory(`${below}/${name}`)));
        expect((await bench.transport.list(below)).files).toEqual([]);
      }
    });

    it("makes no folder where a file is in the way", async () => {
      const path = await bench.fresh();
      await bench.transport.writeFile(`${path}/file`, "x");
      await expect(bench.transport.makeDirectory(`${path}/file`)).rejects.toMatchObject({ code: "remote" });
      await expect(bench.transport.makeDirectory(`${path}/file/below`)).rejects.toMatchObject({ code: "remote" });
    });

    it("writes and reads files of any name", async () => {
      const path = await bench.fresh();
      for (const name of oddNames) {
        const text = `this is ${name}\n`;
        expect(await bench.transport.writeFile(`${path}/${name}`, text)).toEqual({ size: Buffer.byteLength(text), sha256: sha256(text) });
        expect((await read(bench.transport, `${path}/${name}`)).toString()).toBe(text);
      }
    });

    it("replaces a longer file, and takes empty ones", async () => {
      const file = `${await bench.fresh()}/file`;
      await bench.transport.writeFile(file, "a long text");
      await bench.transport.writeFile(file, Buffer.from("short"));
      expect((await read(bench.transport, file)).toString()).toBe("short");
      expect(await bench.transport.writeFile(file, "")).toEqual({ size: 0, sha256: sha256("") });
      expect(await read(bench.transport, file)).toHaveLength(0);
      expect(await bench.transport.writeFile(file, Readable.from([]))).toEqual({ size: 0, sha256: sha256("") });
    });

    it("sets the mode, also of a file that is there", async () => {
      const file = `${await bench.fresh()}/file`;
      await bench.transport.writeFile(file, "1", { mode: 0o600 });
      await bench.transport.writeFile(file, "2", { mode: 0o755 });
      expect((await bench.transport.exec(`ls -l ${quote(file)} | cut -c 1-10`)).stdout).toBe("-rwxr-xr-x\n");
    });

    it("says that the folder is missing", async () => {
      const path = await bench.fresh();
      await expect(bench.transport.writeFile(`${path}/none/file`, "x")).rejects.toMatchObject({ code: "not_found" });
      await expect(bench.transport.writeFile(path, "x")).rejects.toMatchObject({ code: "remote" });
    });

    it("streams 64 MB there and back, hashed on the way", async () => {
      const file = `${await bench.fresh()}/big`;
      const block = randomBytes(MB);
      const expected = createHash("sha256");
      function* blocks() {
        for (let index = 0; index < 64; index += 1) {
          block.writeUInt32BE(index);
          expected.update(block);
          yield Buffer.from(block);
        }
      }
      const written = await bench.transport.writeFile(file, Readable.from(blocks()));
      const digest = expected.digest("hex");
      expect(written).toEqual({ size: 64 * MB, sha256: digest });
      expect(await bench.transport.sha256([file])).toEqual([digest]);
      const back = createHash("sha256");
      for await (const chunk of await bench.transport.openRead(file)) back.update(chunk as Buffer);
      expect(back.digest("hex")).toBe(digest);
      await bench.transport.exec(`rm -f ${quote(file)}`);
    });

    it("takes a source that comes in crumbs", async () => {
      const file = `${await bench.fresh()}/crumbs`;
      const crumbs = Array.from({ length: 5_000 }, (_, index) => Buffer.from(`${index},`));
      const written = await bench.transport.writeFile(file, Readable.from(crumbs));
      expect(written.sha256).toBe(sha256(Buffer.concat(crumbs)));
      expect(await bench.transport.sha256([file])).toEqual([written.sha256]);
    });

    it("passes on what goes wrong with the source", async () => {
      const file = `${await bench.fresh()}/half`;
      async function* failing() {
        yield Buffer.alloc(300_000);
        await sleep(5);
        throw new Error("the upload broke off");
      }
      await expect(bench.transport.writeFile(file, Readable.from(failing()))).rejects.toThrow("the upload broke off");
      expect((await bench.transport.exec("echo on")).stdout).toBe("on\n");
    });

    it("reads a part", async () => {
      const file = `${await bench.fresh()}/part`;
      const bytes = randomBytes(700_000);
      await bench.transport.writeFile(file, bytes);
      expect(await read(bench.transport, file, { start: 10, end: 20 })).toEqual(bytes.subarray(10, 20));
      expect(await read(bench.transport, file, { start: 699_990 })).toEqual(bytes.subarray(699_990));
      expect(await read(bench.transport, file, { end: 600_001 })).toEqual(bytes.subarray(0, 600_001));
      expect(await read(bench.transport, file, { start: 699_999, end: 900_000 })).toEqual(bytes.subarray(699_999));
      expect(await read(bench.transport, file, { start: 900_000 })).toHaveLength(0);
    });

    it("tells an absent file from a folder", async () => {
      const path = await bench.fresh();
      await expect(bench.transport.openRead(`${path}/none`)).rejects.toMatchObject({ code: "not_found" });
      await expect(bench.transport.openRead(path)).rejects.toMatchObject({ code: "remote" });
    });

    it("reads on when its reader is slow, and lets go when its reader leaves", async () => {
      const file = `${await bench.fresh()}/slow`;
      await bench.transport.writeFile(file, Buffer.alloc(12 * MB, "ab"));
      let size = 0;
      for await (const chunk of await bench.transport.openRead(file)) {
        size += (chunk as Buffer).length;
        if (size < 3 * MB) await sleep(20);
      }
      expect(size).toBe(12 * MB);
      for (let index = 0; index < 30; index += 1) {
        const stream = await bench.transport.openRead(file);
        await new Promise((resolve) => stream.once("data", resolve));
        stream.destroy();
        await new Promise((resolve) => stream.once("close", resolve));
      }
      expect(await read(bench.transport, file, { end: 2 })).toHaveLength(2);
    });

    it("replaces a file by renaming, and says what is missing", async () => {
      const path = await bench.fresh();
      await bench.transport.writeFile(`${path}/from '1'`, "new");
      await bench.transport.writeFile(`${path}/-to`, "old");
      await bench.transport.rename(`${path}/from '1'`, `${path}/-to`);
      expect((await read(bench.transport, `${path}/-to`)).toString()).toBe("new");
      await bench.transport.rename(`${path}/-to`, `${path}/free`);
      await expect(bench.transport.rename(`${path}/none`, `${path}/free2`)).rejects.toMatchObject({ code: "not_found" });
    });

    it("says that the disk is full, with what is free, and leaves no half file", async ({ skip }) => {
      const disk = bench.smallDisk;
      if (!disk) return skip("no small disk could be mounted");
      const file = `${disk}/full ${randomBytes(4).toString("hex")}`;
      const refusal = bench.transport.writeFile(file, Readable.from([Buffer.alloc(3 * MB), Buffer.alloc(3 * MB), Buffer.alloc(3 * MB)]));
      await expect(refusal).rejects.toMatchObject({ code: "disk_full", facts: { path: file, freeBytes: expect.any(Number) } });
      expect((await bench.transport.exec(`ls ${quote(file)} 2>/dev/null; echo on`)).stdout).toBe("on\n");
      await bench.transport.writeFile(file, "it fits again");
      await bench.transport.exec(`rm -f ${quote(file)}`);
    });
  });
}
