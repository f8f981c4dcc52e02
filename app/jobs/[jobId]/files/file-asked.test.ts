import { expect, it } from "vitest";
import { taskAsked } from "../task-asked";
import { fileAsked } from "./file-asked";

it("finds the logs of a job and of its tasks, and no other path by that kind", () => {
  expect(fileAsked({ kind: "stdout" })).toEqual({ kind: "stdout", path: "stdout.txt" });
  expect(fileAsked({ kind: "stderr", path: "tasks/7/stderr.txt" })).toEqual({ kind: "stderr", path: "tasks/7/stderr.txt" });
  expect(fileAsked({ kind: "stdout", path: "tasks/7/../../secret" })).toEqual({ kind: "stdout", path: "tasks/7/stdout.txt" });
  expect(fileAsked({ kind: "stdout", path: "../tasks/7/stdout.txt" })).toEqual({ kind: "stdout", path: "stdout.txt" });
});

it("needs a path for all other files", () => {
  expect(fileAsked({ path: "a.csv" })).toEqual({ kind: "output", path: "a.csv" });
  expect(fileAsked({ kind: "output" })).toBeNull();
  expect(fileAsked({ kind: "odd", path: "a.csv" })).toBeNull();
});

it("reads the number of a task", () => {
  expect(["7", "0", "-1", "7a", "", undefined, ["1", "2"]].map(taskAsked)).toEqual([7, 0, null, null, null, null, null]);
});
