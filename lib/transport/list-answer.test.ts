import { describe, expect, it } from "vitest";
import { listAnswer } from "./list-answer";

const file = (path: string) => ({ path, size: 1, modifiedAt: new Date(0), executable: false });

describe("listAnswer", () => {
  it("puts a folder's files before its subfolders, each by name", () => {
    const { files, truncated } = listAnswer(["b/z", "b/a/q", "c", "a/x", "b/y", "a"].map(file), [], 10);
    expect(files.map(({ path }) => path)).toEqual(["a", "c", "a/x", "b/y", "b/z", "b/a/q"]);
    expect(truncated).toBe(false);
  });

  it("tells when it was cut", () => {
    expect(listAnswer(["a", "b", "c"].map(file), [], 2)).toMatchObject({ truncated: true, files: [{ path: "a" }, { path: "b" }] });
    expect(listAnswer(["a", "b"].map(file), [], 2).truncated).toBe(false);
  });
});
