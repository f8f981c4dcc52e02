import { expect, it } from "vitest";
import { makeFileTree, type ListedFile } from "./file-tree";

function file(path: string, size = 1): ListedFile {
  return { kind: "output", path, size, modifiedAt: null, place: "stored", note: null };
}

it("puts files into their folders, with sizes, in the order people count", () => {
  const tree = makeFileTree([file("out/run-10.txt", 10), file("out/run-9.txt", 9), file("b.txt", 2), file("out/deep/er/x", 5), file("a.txt")]);
  expect(tree.files.map(({ path }) => path)).toEqual(["a.txt", "b.txt"]);
  expect(tree).toMatchObject({ size: 27, count: 5 });
  const [out] = tree.folders;
  expect(out).toMatchObject({ name: "out", path: "out", size: 24, count: 3 });
  expect(out?.files.map(({ path }) => path)).toEqual(["out/run-9.txt", "out/run-10.txt"]);
  expect(out?.folders[0]?.folders[0]).toMatchObject({ name: "er", path: "out/deep/er" });
});

it("keeps files apart that have the same name in different folders", () => {
  const tree = makeFileTree([file("a/x"), file("b/x"), file("x")]);
  expect(tree.folders.map((folder) => folder.files.map(({ path }) => path))).toEqual([["a/x"], ["b/x"]]);
});
