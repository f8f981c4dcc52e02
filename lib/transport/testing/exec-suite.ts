import { describe, expect, it } from "vitest";
import { quote } from "@/lib/schedulers/quote";
import { type Bench, oddNames, sha256 } from "./bench";

/** What every Transport does with commands. */
export function execSuite(bench: Bench): void {
  describe("exec", () => {
    it("gives stdout, stderr and the exit code exactly", async () => {
      const result = await bench.transport.exec("printf 'out\\n\\nend'; printf 'err' >&2; exit 3");
      expect(result).toEqual({ exitCode: 3, stdout: "out\n\nend", stderr: "err" });
      expect(await bench.transport.exec("true")).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    });

    it("speaks POSIX sh, whatever characters come", async () => {
      const text = "a'b\"c\\d\\\\e!f!!g$h`i\nj\tk ü 名 %s \\n \\0101 ~ * ? [x] {y} ^z #w;|&<>()";
      const result = await bench.transport.exec(`x=${quote(text)}\nif [ -n "$x" ]; then printf %s "$x"; fi`);
      expect(result.stdout).toBe(text);
    });

    it("takes quoted arguments as they are", async () => {
      for (const name of oddNames) {
        expect((await bench.transport.exec(`printf %s ${quote(name)}`)).stdout).toBe(name);
      }
    });

    it("knows no exit code where a signal ended the command", async () => {
      expect((await bench.transport.exec("kill -KILL $$")).exitCode).toBeNull();
    });

    it("passes stdin on, and answers of its size", async () => {
      const stdin = Buffer.from("0123456789abcde\n".repeat(60_000));
      const { stdout } = await bench.transport.exec("cat", { stdin });
      expect(sha256(stdout)).toBe(sha256(stdin));
      expect((await bench.transport.exec("cat; echo after")).stdout).toBe("after\n");
      expect((await bench.transport.exec("exit 4", { stdin })).exitCode).toBe(4);
    });

    it.each([
      { kilobytes: 400, stdin: undefined },
      { kilobytes: 80, stdin: "rest" },
    ])("takes a command of $kilobytes kB, with stdin $stdin", async ({ kilobytes, stdin }) => {
      const long = "x'ü".repeat(kilobytes * 250);
      const { stdout } = await bench.transport.exec(`x=${quote(long)}; printf %s "$x" | wc -c; cat`, { stdin });
      expect(stdout.trim().split(/\s+/)).toEqual([String(kilobytes * 1_000), ...(stdin ? [stdin] : [])]);
    });

    it("ends a command that takes too long, with what it started", async () => {
      const file = `${await bench.fresh()}/pid`;
      const began = Date.now();
      const refusal = bench.transport.exec(`sleep 60 & echo $! > ${quote(file)}; wait`, { timeoutMs: 700 });
      await expect(refusal).rejects.toMatchObject({ code: "unreachable", facts: { timeoutMs: 700 } });
      expect(Date.now() - began).toBeLessThan(5_000);
      await expect.poll(async () => (await bench.transport.exec(`kill -0 "$(cat ${quote(file)})" 2>/dev/null || echo gone`)).stdout, { timeout: 5_000 }).toBe("gone\n");
    });

    it("refuses an answer that is too long, and goes on", async () => {
      await expect(bench.transport.exec("yes | head -c 3000000", { maxBytes: 1_000_000 })).rejects.toMatchObject({ code: "too_large" });
      await expect(bench.transport.exec("yes | head -c 3000000 >&2", { maxBytes: 1_000_000 })).rejects.toMatchObject({ code: "too_large" });
      expect((await bench.transport.exec("echo on")).stdout).toBe("on\n");
    });

    it("does not wait for what a command leaves behind", async () => {
      const began = Date.now();
      const { stdout, exitCode } = await bench.transport.exec("sleep 20 & echo started; exit 5");
      expect({ stdout, exitCode }).toEqual({ stdout: "started\n", exitCode: 5 });
      expect(Date.now() - began).toBeLessThan(5_000);
    });

    it("runs fifty at a time", async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => bench.transport.exec(`echo ${index}`)));
      expect(answers.map(({ stdout }) => stdout)).toEqual(Array.from({ length: 50 }, (_, index) => `${index}\n`));
    });
  });
}
