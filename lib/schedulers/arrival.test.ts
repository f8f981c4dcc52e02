import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { placeArrivals } from "./arrival";

function arrivalOf(folder: string, name: string, content: string) {
  const incoming = join(folder, `incoming-${name.length}`);
  writeFileSync(incoming, content);
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { incoming, target: join(folder, name), size: Buffer.byteLength(content), sha256 };
}

test("whole files are put in their place, whatever their names", () => {
  const folder = mkdtempSync(join(tmpdir(), "sqmpy-arrival-"));
  const arrivals = ["-rf", "a b'c", 'new\nline "x"', "日本"].map((name) => arrivalOf(folder, name, `content of ${name}`));
  execFileSync("sh", ["-c", placeArrivals(arrivals)]);
  for (const { target, size } of arrivals) expect(readFileSync(target)).toHaveLength(size);
});

test("a damaged one is named, and neither it nor the next is placed", () => {
  const folder = mkdtempSync(join(tmpdir(), "sqmpy-arrival-"));
  const [good, bad, next] = [arrivalOf(folder, "a", "1"), arrivalOf(folder, "bb", "22"), arrivalOf(folder, "ccc", "333")];
  writeFileSync(bad.incoming, "2x");
  const { status, stdout } = spawnSync("sh", ["-c", `${placeArrivals([good, bad, next])}\necho started`], { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "damaged 1\n" });
  expect([good, bad, next].map(({ target }) => existsSync(target))).toEqual([true, false, false]);
});

test("one that cannot be moved stops with the system's reason", () => {
  const folder = mkdtempSync(join(tmpdir(), "sqmpy-arrival-"));
  const arrival = { ...arrivalOf(folder, "a", "1"), target: join(folder, "nowhere", "a") };
  const { status, stderr } = spawnSync("sh", ["-c", placeArrivals([arrival])], { encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr).toContain("No such file");
});
