import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { ContractHosts } from "@/e2e/support/contract-hosts";
import type { UserKind } from "@/e2e/support/test-users";
import { quote } from "@/lib/schedulers/quote";
import { LocalTransport } from "./local-transport";
import { openSshConnection } from "./ssh-client";
import { SshTransport } from "./ssh-transport";
import type { Transport } from "./transport";

interface Lent {
  transport: Transport;
  smallDisk: string | null;
  close(): Promise<void>;
}

interface Implementation {
  name: string;
  /** null where this machine has no such host. */
  lend: (() => Promise<Lent>) | null;
  runsAsRoot?: boolean;
}

const hosts: ContractHosts = inject("hosts");
const MB = 1024 * 1024;

function overSshd(kind: UserKind): Implementation["lend"] {
  const sshd = hosts.sshd;
  const user = sshd?.users[kind];
  if (!sshd || !user) return null;
  return async () => {
    const target = { address: sshd.address, port: sshd.port, username: user.username, hostKey: sshd.hostKey };
    const connection = await openSshConnection(target, { method: "given_key", privateKey: sshd.privateKey, passphrase: null });
    return { transport: new SshTransport(connection), smallDisk: hosts.smallDisk, close: () => connection.end() };
  };
}

const isRoot = process.getuid?.() === 0;
const implementations: Implementation[] = [
  { name: "ssh to sshd, bash", lend: overSshd("plain"), runsAsRoot: false },
  { name: "ssh to sshd, login scripts that print", lend: overSshd("noisy") },
  { name: "ssh to sshd, csh", lend: overSshd("csh") },
  { name: "ssh to sshd, fish", lend: overSshd("fish") },
  {
    name: "ssh to the carried server",
    runsAsRoot: isRoot,
    lend: async () => {
      const { address, port, username, hostKey, password } = hosts.carried;
      const connection = await openSshConnection({ address, port, username, hostKey }, { method: "password", password });
      return { transport: new SshTransport(connection), smallDisk: hosts.smallDisk, close: () => connection.end() };
    },
  },
  {
    name: "this computer",
    runsAsRoot: isRoot,
    lend: async () => ({ transport: new LocalTransport(), smallDisk: hosts.smallDisk, close: async () => undefined }),
  },
];

const oddNames = ["plain.txt", "two words", "quote's", 'double"quote', "line\nbreak", "-dash", "--", "ünïcödé 名前", "back\\slash", "semi;colon&", "$HOME `id`", "star*?[a]", "tab\there", " lead", "trail ", ".hidden", "!bang"];

async function read(transport: Transport, path: string, range?: { start?: number; end?: number }): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await transport.openRead(path, range)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function sha256(bytes: Buffer | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

describe.each(implementations)("$name", ({ lend, runsAsRoot }) => {
  if (!lend) {
    it.skip("not to be had on this machine");
    return;
  }
  let lent: Lent;
  let transport: Transport;
  let folder: string;
  let localFolder: string | null = null;
  let count = 0;

  beforeAll(async () => {
    lent = await lend();
    transport = lent.transport;
    if (transport instanceof LocalTransport) localFolder = await mkdtemp(join(tmpdir(), "sqmpy-local-"));
    folder = localFolder ?? `${await transport.home()}/contract ${randomBytes(4).toString("hex")}`;
    await transport.makeDirectory(folder);
  });

  afterAll(async () => {
    await transport.exec(`chmod -R u+rwx ${quote(folder)}; rm -rf -- ${quote(folder)}`);
    await lent.close();
    if (localFolder) await rm(localFolder, { recursive: true, force: true });
  });

  async function fresh(): Promise<string> {
    const path = `${folder}/${(count += 1)}`;
    await transport.makeDirectory(path);
    return path;
  }

  describe("exec", () => {
    it("gives stdout, stderr and the exit code exactly", async () => {
      const result = await transport.exec("printf 'out\\n\\nend'; printf 'err' >&2; exit 3");
      expect(result).toEqual({ exitCode: 3, stdout: "out\n\nend", stderr: "err" });
      expect(await transport.exec("true")).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    });

    it("speaks POSIX sh, whatever characters come", async () => {
      const text = "a'b\"c\\d\\\\e!f!!g$h`i\nj\tk ü 名 %s \\n \\0101 ~ * ? [x] {y} ^z #w;|&<>()";
      const result = await transport.exec(`x=${quote(text)}\nif [ -n "$x" ]; then printf %s "$x"; fi`);
      expect(result.stdout).toBe(text);
    });

    it("takes quoted arguments as they are", async () => {
      for (const name of oddNames) {
        expect((await transport.exec(`printf %s ${quote(name)}`)).stdout).toBe(name);
      }
    });

    it("knows no exit code where a signal ended the command", async () => {
      expect((await transport.exec("kill -KILL $$")).exitCode).toBeNull();
    });

    it("passes stdin on, and answers of its size", async () => {
      const stdin = Buffer.from("0123456789abcde\n".repeat(60_000));
      const { stdout } = await transport.exec("cat", { stdin });
      expect(sha256(stdout)).toBe(sha256(stdin));
      expect((await transport.exec("cat; echo after")).stdout).toBe("after\n");
      expect((await transport.exec("exit 4", { stdin })).exitCode).toBe(4);
    });

    it.each([
      { kilobytes: 400, stdin: undefined },
      { kilobytes: 80, stdin: "rest" },
    ])("takes a command of $kilobytes kB, with stdin $stdin", async ({ kilobytes, stdin }) => {
      const long = "x'ü".repeat(kilobytes * 250);
      const { stdout } = await transport.exec(`x=${quote(long)}; printf %s "$x" | wc -c; cat`, { stdin });
      expect(stdout.trim().split(/\s+/)).toEqual([String(kilobytes * 1_000), ...(stdin ? [stdin] : [])]);
    });

    it("ends a command that takes too long, with what it started", async () => {
      const file = `${await fresh()}/pid`;
      const began = Date.now();
      const refusal = transport.exec(`sleep 60 & echo $! > ${quote(file)}; wait`, { timeoutMs: 700 });
      await expect(refusal).rejects.toMatchObject({ code: "unreachable", facts: { timeoutMs: 700 } });
      expect(Date.now() - began).toBeLessThan(5_000);
      await expect.poll(async () => (await transport.exec(`kill -0 "$(cat ${quote(file)})" 2>/dev/null || echo gone`)).stdout, { timeout: 5_000 }).toBe("gone\n");
    });

    it("refuses an answer that is too long, and goes on", async () => {
      await expect(transport.exec("yes | head -c 3000000", { maxBytes: 1_000_000 })).rejects.toMatchObject({ code: "too_large" });
      await expect(transport.exec("yes | head -c 3000000 >&2", { maxBytes: 1_000_000 })).rejects.toMatchObject({ code: "too_large" });
      expect((await transport.exec("echo on")).stdout).toBe("on\n");
    });

    it("does not wait for what a command leaves behind", async () => {
      const began = Date.now();
      const { stdout, exitCode } = await transport.exec("sleep 20 & echo started; exit 5");
      expect({ stdout, exitCode }).toEqual({ stdout: "started\n", exitCode: 5 });
      expect(Date.now() - began).toBeLessThan(5_000);
    });

    it("runs fifty at a time", async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => transport.exec(`echo ${index}`)));
      expect(answers.map(({ stdout }) => stdout)).toEqual(Array.from({ length: 50 }, (_, index) => `${index}\n`));
    });
  });

  describe("folders and files", () => {
    it("has a home without a slash at the end", async () => {
      expect(await transport.home()).toMatch(/^\/.*[^/]$/);
    });

    it("makes folders with their parents, for the owner alone, twice", async () => {
      const path = `${await fresh()}/a b/ü/'c'`;
      await transport.makeDirectory(path);
      await transport.makeDirectory(path);
      const { stdout } = await transport.exec(`ls -ld ${quote(path)} ${quote(join(path, ".."))} | cut -c 1-10`);
      expect(stdout).toBe("drwx------\ndrwx------\n");
    });

    it("makes no folder where a file is in the way", async () => {
      const path = await fresh();
      await transport.writeFile(`${path}/file`, "x");
      await expect(transport.makeDirectory(`${path}/file`)).rejects.toMatchObject({ code: "remote" });
      await expect(transport.makeDirectory(`${path}/file/below`)).rejects.toMatchObject({ code: "remote" });
    });

    it("writes and reads files of any name", async () => {
      const path = await fresh();
      for (const name of oddNames) {
        const text = `this is ${name}\n`;
        expect(await transport.writeFile(`${path}/${name}`, text)).toEqual({ size: Buffer.byteLength(text), sha256: sha256(text) });
        expect((await read(transport, `${path}/${name}`)).toString()).toBe(text);
      }
    });

    it("replaces a longer file, and takes empty ones", async () => {
      const file = `${await fresh()}/file`;
      await transport.writeFile(file, "a long text");
      await transport.writeFile(file, Buffer.from("short"));
      expect((await read(transport, file)).toString()).toBe("short");
      expect(await transport.writeFile(file, "")).toEqual({ size: 0, sha256: sha256("") });
      expect(await read(transport, file)).toHaveLength(0);
      expect(await transport.writeFile(file, Readable.from([]))).toEqual({ size: 0, sha256: sha256("") });
    });

    it("sets the mode, also of a file that is there", async () => {
      const file = `${await fresh()}/file`;
      await transport.writeFile(file, "1", { mode: 0o600 });
      await transport.writeFile(file, "2", { mode: 0o755 });
      expect((await transport.exec(`ls -l ${quote(file)} | cut -c 1-10`)).stdout).toBe("-rwxr-xr-x\n");
    });

    it("says that the folder is missing", async () => {
      const path = await fresh();
      await expect(transport.writeFile(`${path}/none/file`, "x")).rejects.toMatchObject({ code: "not_found" });
      await expect(transport.writeFile(path, "x")).rejects.toMatchObject({ code: "remote" });
    });

    it("streams 64 MB there and back, hashed on the way", async () => {
      const file = `${await fresh()}/big`;
      const block = randomBytes(MB);
      const expected = createHash("sha256");
      function* blocks() {
        for (let index = 0; index < 64; index += 1) {
          block.writeUInt32BE(index);
          expected.update(block);
          yield Buffer.from(block);
        }
      }
      const written = await transport.writeFile(file, Readable.from(blocks()));
      const digest = expected.digest("hex");
      expect(written).toEqual({ size: 64 * MB, sha256: digest });
      expect(await transport.sha256([file])).toEqual([digest]);
      const back = createHash("sha256");
      for await (const chunk of await transport.openRead(file)) back.update(chunk as Buffer);
      expect(back.digest("hex")).toBe(digest);
      await transport.exec(`rm -f ${quote(file)}`);
    });

    it("takes a source that comes in crumbs", async () => {
      const file = `${await fresh()}/crumbs`;
      const crumbs = Array.from({ length: 5_000 }, (_, index) => Buffer.from(`${index},`));
      const written = await transport.writeFile(file, Readable.from(crumbs));
      expect(written.sha256).toBe(sha256(Buffer.concat(crumbs)));
      expect(await transport.sha256([file])).toEqual([written.sha256]);
    });

    it("passes on what goes wrong with the source", async () => {
      const file = `${await fresh()}/half`;
      async function* failing() {
        yield Buffer.alloc(300_000);
        await sleep(5);
        throw new Error("the upload broke off");
      }
      await expect(transport.writeFile(file, Readable.from(failing()))).rejects.toThrow("the upload broke off");
      expect((await transport.exec("echo on")).stdout).toBe("on\n");
    });

    it("reads a part", async () => {
      const file = `${await fresh()}/part`;
      const bytes = randomBytes(700_000);
      await transport.writeFile(file, bytes);
      expect(await read(transport, file, { start: 10, end: 20 })).toEqual(bytes.subarray(10, 20));
      expect(await read(transport, file, { start: 699_990 })).toEqual(bytes.subarray(699_990));
      expect(await read(transport, file, { end: 600_001 })).toEqual(bytes.subarray(0, 600_001));
      expect(await read(transport, file, { start: 699_999, end: 900_000 })).toEqual(bytes.subarray(699_999));
      expect(await read(transport, file, { start: 900_000 })).toHaveLength(0);
    });

    it("tells an absent file from a folder", async () => {
      const path = await fresh();
      await expect(transport.openRead(`${path}/none`)).rejects.toMatchObject({ code: "not_found" });
      await expect(transport.openRead(path)).rejects.toMatchObject({ code: "remote" });
    });

    it("reads on when its reader is slow, and lets go when its reader leaves", async () => {
      const file = `${await fresh()}/slow`;
      await transport.writeFile(file, Buffer.alloc(12 * MB, "ab"));
      let size = 0;
      for await (const chunk of await transport.openRead(file)) {
        size += (chunk as Buffer).length;
        if (size < 3 * MB) await sleep(20);
      }
      expect(size).toBe(12 * MB);
      for (let index = 0; index < 30; index += 1) {
        const stream = await transport.openRead(file);
        await new Promise((resolve) => stream.once("data", resolve));
        stream.destroy();
        await new Promise((resolve) => stream.once("close", resolve));
      }
      expect(await read(transport, file, { end: 2 })).toHaveLength(2);
    });

    it("replaces a file by renaming, and says what is missing", async () => {
      const path = await fresh();
      await transport.writeFile(`${path}/from '1'`, "new");
      await transport.writeFile(`${path}/-to`, "old");
      await transport.rename(`${path}/from '1'`, `${path}/-to`);
      expect((await read(transport, `${path}/-to`)).toString()).toBe("new");
      await transport.rename(`${path}/-to`, `${path}/free`);
      await expect(transport.rename(`${path}/none`, `${path}/free2`)).rejects.toMatchObject({ code: "not_found" });
    });

    it("says that the disk is full, with what is free, and leaves no half file", async ({ skip }) => {
      const disk = lent.smallDisk;
      if (!disk) return skip("no small disk could be mounted");
      const file = `${disk}/full ${randomBytes(4).toString("hex")}`;
      const refusal = transport.writeFile(file, Readable.from([Buffer.alloc(3 * MB), Buffer.alloc(3 * MB), Buffer.alloc(3 * MB)]));
      await expect(refusal).rejects.toMatchObject({ code: "disk_full", facts: { path: file, freeBytes: expect.any(Number) } });
      expect((await transport.exec(`ls ${quote(file)} 2>/dev/null; echo on`)).stdout).toBe("on\n");
      await transport.writeFile(file, "it fits again");
      await transport.exec(`rm -f ${quote(file)}`);
    });
  });

  describe("readRanges", () => {
    it("answers in order: parts, sizes, absent ones", async () => {
      const path = await fresh();
      await transport.writeFile(`${path}/a`, "0123456789");
      await transport.writeFile(`${path}/b\n'`, "\nbytes\0\n-\n");
      await transport.writeFile(`${path}/empty`, "");
      const answers = await transport.readRanges([
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
      expect(await transport.readRanges([])).toEqual([]);
    });

    it("reads 400 files and 3 MB in one batch", async () => {
      const path = await fresh();
      await transport.exec(`cd ${quote(path)} && i=0; while [ $i -lt 400 ]; do echo "file $i" > f$i; i=$((i+1)); done`);
      const bytes = randomBytes(3 * MB);
      await transport.writeFile(`${path}/big`, bytes);
      const requests = Array.from({ length: 400 }, (_, index) => ({ path: `${path}/f${index}`, offset: 5, limit: 100 }));
      const answers = await transport.readRanges([...requests, { path: `${path}/big`, offset: 1, limit: 10 * MB }]);
      expect(answers.slice(0, 400).map((answer) => answer?.data.toString())).toEqual(Array.from({ length: 400 }, (_, index) => `${index}\n`));
      expect(answers[400]?.data.equals(bytes.subarray(1))).toBe(true);
    });
  });

  describe("list", () => {
    it("finds files of any name, below folders, by the rules for links", async () => {
      const path = await fresh();
      await transport.makeDirectory(`${path}/sub dir/deep\n`);
      for (const name of oddNames) await transport.writeFile(`${path}/sub dir/${name}`, name);
      await transport.writeFile(`${path}/sub dir/deep\n/x.sh`, "#!/bin/sh\n", { mode: 0o755 });
      await transport.exec(`cd ${quote(path)} && ln -s 'sub dir/plain.txt' link && ln -s 'sub dir' folderlink && ln -s nowhere dangling && ln -s . loop && mkfifo pipe && mkdir empty`);
      const { files, truncated, leftOut } = await transport.list(path);
      expect(files.map((file) => file.path)).toEqual(["link", ...oddNames.toSorted().map((name) => `sub dir/${name}`), "sub dir/deep\n/x.sh"]);
      expect(files.find((file) => file.path === "link")).toMatchObject({ size: 9, executable: false });
      expect(files.at(-1)).toMatchObject({ size: 10, executable: true });
      expect(Math.abs((files[0]?.modifiedAt.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
      expect({ truncated, leftOut }).toEqual({ truncated: false, leftOut: [] });
    });

    it("leaves out top-level names, and none below", async () => {
      const path = await fresh();
      for (const name of [".sqmpy/a", "st*r/b", "keep/.sqmpy/c", "stxr/d"]) {
        await transport.makeDirectory(join(path, name, ".."));
        await transport.writeFile(`${path}/${name}`, "x");
      }
      const { files } = await transport.list(path, { skip: [".sqmpy", "st*r", "none"] });
      expect(files.map((file) => file.path)).toEqual(["keep/.sqmpy/c", "stxr/d"]);
    });

    it("has nothing to say of an absent folder", async () => {
      expect(await transport.list(`${await fresh()}/none`)).toEqual({ files: [], truncated: false, leftOut: [] });
    });

    it("lists 10,000 files, and stops at a limit", { timeout: 120_000 }, async () => {
      const path = await fresh();
      await transport.exec(`cd ${quote(path)} && for d in 0 1 2 3 4 5 6 7 8 9; do mkdir $d; seq 1 1000 | sed "s|^|$d/f|" | xargs touch; done`, { timeoutMs: 100_000 });
      const all = await transport.list(path);
      expect(all.files).toHaveLength(10_000);
      expect(new Set(all.files.map((file) => file.path)).size).toBe(10_000);
      expect(all.truncated).toBe(false);
      const some = await transport.list(path, { limit: 1_500 });
      expect(some.files).toHaveLength(1_500);
      expect(some.truncated).toBe(true);
      const hashes = await transport.sha256(all.files.map((file) => `${path}/${file.path}`));
      expect(hashes.every((hash) => hash === sha256(""))).toBe(true);
    });

    it("says which names it cannot read", async () => {
      const path = await fresh();
      await transport.exec(`cd ${quote(path)} && touch good "$(printf 'b\\0377d')" && touch "$(printf 'real \\0357\\0277\\0275')"`.replaceAll("\\0", "\\"));
      const { files, leftOut } = await transport.list(path);
      expect(files.map((file) => file.path)).toEqual(["good", "real \uFFFD"]);
      expect(leftOut).toEqual(["b\uFFFDd"]);
    });

    it("says which folders it may not open", async ({ skip }) => {
      if (runsAsRoot) return skip("root may open every folder");
      const path = await fresh();
      await transport.exec(`cd ${quote(path)} && mkdir locked && touch locked/x seen && chmod 000 locked`);
      const { files, leftOut } = await transport.list(path);
      expect(files.map((file) => file.path)).toEqual(["seen"]);
      expect(leftOut).toEqual(["locked"]);
      await transport.exec(`chmod 700 ${quote(`${path}/locked`)}`);
    });
  });

  describe("sha256", () => {
    it("hashes files of any name, in order, and knows what is not there", async () => {
      const path = await fresh();
      for (const name of oddNames) await transport.writeFile(`${path}/${name}`, name);
      const names = [...oddNames, "none", "no\nne", "no\\ne"];
      const hashes = await transport.sha256([...names.map((name) => `${path}/${name}`), path]);
      expect(hashes).toEqual([...oddNames.map((name) => sha256(name)), null, null, null, null]);
      expect(await transport.sha256([])).toEqual([]);
    });
  });
});
