import { expect, test } from "vitest";
import { problemWithFilePath } from "./file-path";

test.each(["a", "a b/c'd", "-rf", "new\nline", "日本語/é.txt", '"', "a/.sqmpy", "..."])("%j is fine", (path) =>
  expect(problemWithFilePath(path)).toBeNull(),
);

test.each(["", "/etc/passwd", "../a", "a/../../b", "a//b", "a/", "./a", "a\0b", ".sqmpy/x", "x".repeat(256)])("%j is refused", (path) =>
  expect(problemWithFilePath(path)).toEqual(expect.any(String)),
);
