import { expect, test } from "vitest";
import { readPageError } from "./page-error-words";

test("a page from before an update is told from a fault", () => {
  expect(readPageError(new Error('Server Action "7f" was not found on the server.')).outdated).toBe(true);
  expect(readPageError(new Error('Failed to find Server Action "7f". This request might be from an older or newer deployment.')).outdated).toBe(true);
  expect(readPageError(new TypeError("x is undefined")).outdated).toBe(false);
});

test("the digest is passed on, and what is no Error has none", () => {
  expect(readPageError(Object.assign(new Error("hidden"), { digest: "42" })).digest).toBe("42");
  expect(readPageError("thrown text")).toEqual({ outdated: false, digest: null });
});
