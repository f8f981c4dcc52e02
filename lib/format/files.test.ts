import { describe, expect, it } from "vitest";
import { imageTypeOf, looksLikeText, previewKindOf } from "./preview-kind";
import { readTable } from "./read-table";
import { makeZipName } from "./zip-name";

describe("makeZipName", () => {
  it.each([
    ["out/a.txt", "top/outputs/out/a.txt"],
    ["../../etc/passwd", "top/outputs/__/__/etc/passwd"],
    ["/etc/passwd", "top/outputs/etc/passwd"],
    ["..\\..\\evil", "top/outputs/.._.._evil"],
    ["C:/evil", "top/outputs/C_/evil"],
    ["a//./b", "top/outputs/a/b"],
    ["new\nline", "top/outputs/new_line"],
    ["-rf", "top/outputs/-rf"],
    ["größe 😀", "top/outputs/größe 😀"],
    ["..", "top/outputs/__"],
    ["", "top/outputs/file"],
  ])("%j becomes %j", (path, name) => {
    expect(makeZipName("top/outputs", path, new Set())).toBe(name);
  });

  it("keeps same-named files apart, also where case does not count", () => {
    const taken = new Set<string>();
    expect(["a.txt", "A.TXT", "a.txt", "d/.env", "d/.env"].map((path) => makeZipName("top", path, taken))).toEqual([
      "top/a.txt",
      "top/A (2).TXT",
      "top/a (3).txt",
      "top/d/.env",
      "top/d/.env (2)",
    ]);
  });
});

describe("readTable", () => {
  it("reads quotes, separators and line ends, and counts what it does not show", () => {
    expect(readTable("a.csv", '\uFEFFx,y\r\n1,"a, ""b""\nc"\r\n', false)).toEqual({ head: ["x", "y"], rows: [["1", 'a, "b"\nc']], hidden: 0, hiddenColumns: 0 });
    expect(readTable("a.csv", "x;y\n1;2\n", false).rows).toEqual([["1", "2"]]);
    expect(readTable("a.tsv", "x\ty\n1,5\t2\n", false).rows).toEqual([["1,5", "2"]]);
    const long = Array.from({ length: 501 }, (_, row) => `${row},${row}`).join("\n");
    expect(readTable("a.csv", long, false)).toMatchObject({ hidden: 300 });
    expect(readTable("a.csv", long, true)).toMatchObject({ hidden: 299 });
    expect(readTable("a.csv", "", false)).toEqual({ head: [], rows: [], hidden: 0, hiddenColumns: 0 });
  });
});

describe("previews", () => {
  it.each([
    ["plot.PNG", "image"],
    ["a.svg", "image"],
    ["a.tsv", "table"],
    ["a.json", "json"],
    ["README.md", "markdown"],
    ["job.py", "text"],
    ["no-suffix", "text"],
    ["data.h5", "other"],
    ["page.html", "text"],
  ])("%s is shown as %s", (path, kind) => {
    expect(previewKindOf(path, "output")).toBe(kind);
  });

  it("has no image type for anything that could be a page", () => {
    expect(imageTypeOf("a.html")).toBeNull();
    expect(imageTypeOf("a.png.html")).toBeNull();
  });

  it("tells text from other bytes", () => {
    expect(looksLikeText(new TextEncoder().encode("grün\n"))).toBe(true);
    expect(looksLikeText(new TextEncoder().encode(""))).toBe(true);
    expect(looksLikeText(Uint8Array.of(1, 2, 0, 3))).toBe(false);
    expect(looksLikeText(crypto.getRandomValues(new Uint8Array(2_000)).map((byte) => byte || 1))).toBe(false);
  });
});
