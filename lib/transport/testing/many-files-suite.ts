import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { quote } from "@/lib/schedulers/quote";
import { type Bench, MB, oddNames, sha256 } from "./bench";

/** What every Transport does with many files at a time. */
export function manyFilesSuite(bench: Bench): void {
  describe("readRanges", () => {
    it("answers in order: parts, sizes, absent ones", async () => {
      const path = await bench.fresh();
      await bench.transport.writeFile(`${path}/a`, "0123456789");
      await bench.transport.writeFile(`${path}/b\n'`, "\nbytes\0\n-\n");
      await bench.transport.writeFile(`${path}/empty`, "");
      const answers = await bench.transport.readRanges([
        { path: `${path}/a`, offset: 2, limit: 3 },
        { path: `${path}/none`, offset: 0, limit: 10 },
        { path: `${path}/b\n'`, offset: 0, limit: 100 },
        { path: `${path}/a`, offset: 0, limit: 0 },
        { path: `${path}/none`, offset: 0, limit: 0 },
        { path: `${path}/a`, offset: 10, limit: 5 },
        { path: `${path}/a`, offset: 50, limit: 5 },
        { path: `${path}/empty`, offset: 0, limit: 5 },
        { path, offset: 0, limit: 5 },
        { path: `${path}/a/b`, offset: 0, limit: 5 },
      ]);
      expect(answers.map((answer) => answer && [answer.size, answer.data.toString()])).toEqual([
        [10, "234"],
        null,
        [10, "\nbytes\0\n-\n"],
        [10, ""],
        null,
        [10, ""],
        [10, ""],
        [0, ""],
        null,
        null,
      ]);
      expect(Math.abs((answers[0]?.modifiedAt.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
      expect(await bench.transport.readRanges([])).toEqual([]);
    });

    it("reads 400 files and 3 MB in one batch", async () => {
      const path = await bench.fresh();
      await bench.transport.exec(`cd ${quote(path)} && i=0; while [ $i -lt 400 ]; do echo "file $i" > f$i; i=$((i+1)); done`);
      const bytes = randomBytes(3 * MB);
      await bench.transport.writeFile(`${path}/big`, bytes);
      const requests = Array.from({ length: 400 }, (_, index) => ({ path: `${path}/f${index}`, offset: 5, limit: 100 }));
      const answers = await bench.transport.readRanges([...requests, { path: `${path}/big`, offset: 1, limit: 10 * MB }]);
      expect(answers.slice(0, 400).map((answer) => answer?.data.toString())).toEqual(Array.from({ length: 400 }, (_, index) => `${index}\n`));
      expect(answers[400]?.data.equals(bytes.subarray(1))).toBe(true);
    });
  });

  describe("list", () => {
    it("finds files of any name, below folders, by the rules for links", async () => {
      const path = await bench.fresh();
      await bench.transport.makeDirectory(`${path}/sub dir/deep\n`);
      for (const name of oddNames) await bench.transport.writeFile(`${path}/sub dir/${name}`, name);
      await bench.transport.writeFile(`${path}/sub dir/deep\n/x.sh`, "#!/bin/sh\n", { mode: 0o755 });
      await bench.transport.exec(`cd ${quote(path)} && ln -s 'sub dir/plain.txt' link && ln -s 'sub dir' folderlink && ln -s nowhere dangling && ln -s . loop && mkfifo pipe && mkdir empty`);
      const { files, truncated, leftOut } = await bench.transport.list(path);
      expect(files.map((file) => file.path)).toEqual(["link", ...oddNames.toSorted().map((name) => `sub dir/${name}`), "sub dir/deep\n/x.sh"]);
      expect(files.find((file) => file.path === "link")).toMatchObject({ size: 9, executable: false });
      expect(files.at(-1)).toMatchObject({ size: 10, executable: true });
      expect(Math.abs((files[0]?.modifiedAt.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
      expect({ truncated, leftOut }).toEqual({ truncated: false, leftOut: [] });
    });

    it("leaves out top-level names, and none below", async () => {
      const path = await bench.fresh();
      for (const name of [".sqmpy/a", "st*r/b", "keep/.sqmpy/c", "stxr/d"]) {
        await bench.transport.makeDirectory(join(path, name, ".."));
        await bench.transport.writeFile(`${path}/${name}`, "x");
      }
      const { files } = await bench.transport.list(path, { skip: [".sqmpy", "st*r", "none"] });
      expect(files.map((file) => file.path)).toEqual(["keep/.sqmpy/c", "stxr/d"]);
    });

    it("has nothing to say of an absent folder", async () => {
      expect(await bench.transport.list(`${await bench.fresh()}/none`)).toEqual({ files: [], truncated: false, leftOut: [] });
    });

    it("lists thousands of files, hashes them, and stops at a limit", { timeout: 120_000 }, async () => {
      const path = await bench.fresh();
      const perFolder = bench.manyFiles / 10;
      await bench.transport.exec(`cd ${quote(path)} && for d in 0 1 2 3 4 5 6 7 8 9; do mkdir $d; seq 1 ${perFolder} | sed "s|^|$d/f|" | xargs touch; done`, { timeoutMs: 100_000 });
      const all = await bench.transport.list(path);
      expect(all.files).toHaveLength(bench.manyFiles);
      expect(new Set(all.files.map((file) => file.path)).size).toBe(bench.manyFiles);
      expect(all.truncated).toBe(false);
      const some = await bench.transport.list(path, { limit: perFolder + 1 });
      expect(some.files).toHaveLength(perFolder + 1);
      expect(some.truncated).toBe(true);
      const hashes = await bench.transport.sha256(all.files.map((file) => `${path}/${file.path}`));
      expect(hashes.every((hash) => hash === sha256(""))).toBe(true);
    });

    it("says which names it cannot read", async () => {
      const path = await bench.fresh();
      await bench.transport.exec(`cd ${quote(path)} && touch good "$(printf 'b\\0377d')" && touch "$(printf 'real \\0357\\0277\\0275')"`.replaceAll("\\0", "\\"));
      const { files, leftOut } = await bench.transport.list(path);
      expect(files.map((file) => file.path)).toEqual(["good", "real \uFFFD"]);
      expect(leftOut).toEqual(["b\uFFFDd"]);
    });

    it("says which folders it may not open", async ({ skip }) => {
      if (bench.runsAsRoot) return skip("root may open every folder");
      const path = await bench.fresh();
      await bench.transport.exec(`cd ${quote(path)} && mkdir locked && touch locked/x seen && chmod 000 locked`);
      const { files, leftOut } = await bench.transport.list(path);
      expect(files.map((file) => file.path)).toEqual(["seen"]);
      expect(leftOut).toEqual(["locked"]);
      await bench.transport.exec(`chmod 700 ${quote(`${path}/locked`)}`);
    });
  });

  describe("sha256", () => {
    it("hashes files of any name, in order, and knows what is not there", async () => {
      const path = await bench.fresh();
      for (const name of oddNames) await bench.transport.writeFile(`${path}/${name}`, name);
      const names = [...oddNames, "none", "no\nne", "no\\ne"];
      const hashes = await bench.transport.sha256([...names.map((name) => `${path}/${name}`), path]);
      expect(hashes).toEqual([...oddNames.map((name) => sha256(name)), null, null, null, null]);
      expect(await bench.transport.sha256([])).toEqual([]);
    });
  });
}
