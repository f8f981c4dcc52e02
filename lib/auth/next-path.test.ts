import { describe, expect, it } from "vitest";
import { safeNextPath, signInPath } from "./next-path";

describe("safeNextPath", () => {
  it.each([
    ["/jobs/abc?tab=files#end", "/jobs/abc?tab=files#end"],
    ["/hosts?_rsc=1x2y", "/hosts"],
    ["/settings", "/settings"],
  ])("goes on to %s", (wished, path) => expect(safeNextPath(wished)).toBe(path));

  it.each([
    undefined,
    null,
    "",
    "jobs",
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/jobs\\..\\x",
    "/\t/evil.example",
    "/jobs\nSet-Cookie: x",
    "javascript:alert(1)",
    "/sign-in?next=/sign-in",
    "/api/auth/signout",
    "/x/../sign-in",
  ])("goes home instead of %j", (wished) => expect(safeNextPath(wished)).toBe("/jobs"));
});

describe("signInPath", () => {
  it("leads back, unless to where one goes anyway", () => {
    expect(signInPath("/jobs")).toBe("/sign-in");
    expect(signInPath(null)).toBe("/sign-in");
    expect(signInPath("/jobs/abc?tab=files")).toBe("/sign-in?next=%2Fjobs%2Fabc%3Ftab%3Dfiles");
  });
});
