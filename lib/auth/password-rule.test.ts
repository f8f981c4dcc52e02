import { describe, expect, it } from "vitest";
import { problemWithPassword } from "./password-rule";

const ada = { name: "Ada Lovelace", email: "ada.lovelace@uni.example" };

describe("problemWithPassword", () => {
  it.each(["correct horse battery", "tiger lamp 7 river", "Zx9-kq2-mmP4", "пароль на реке", "adaptive lovely lace"])("takes “%s”", (password) =>
    expect(problemWithPassword(password, ada)).toBeNull(),
  );

  it.each([
    ["short", "at least 10"],
    ["x".repeat(201), "at most 200"],
    ["Ada Lovelace", "own name"],
    ["adalovelace1", "own name"],
    ["ada.lovelace@uni.example", "own name"],
    ["ada.lovelace2026", "own name"],
    ["aaaaaaaaaaaa", "too few different"],
    ["ababababab1a", "too few different"],
    ["1234567890", "first passwords"],
    ["abcdefghijkl", "first passwords"],
    ["Password123!", "first passwords"],
    ["qwertyuiop", "first passwords"],
    ["1q2w3e4r5t", "first passwords"],
  ])("refuses “%s”", (password, words) => expect(problemWithPassword(password, ada)?.toLowerCase()).toContain(words));

  it("counts characters, not code units", () => {
    expect(problemWithPassword("🦉🦊🐻🐼🐨", ada)).toContain("at least 10");
  });
});
