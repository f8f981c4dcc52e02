import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openVault, type SealLabel } from "./vault";

const label: SealLabel = { purpose: "host credential", id: "host1" };

describe("vault", () => {
  const vault = openVault(randomBytes(32));

  it("opens what it sealed", () => {
    const secret = "pässword\n\0 with anything";
    expect(vault.open(label, vault.seal(label, secret))).toBe(secret);
    expect(vault.open(label, vault.seal(label, ""))).toBe("");
  });

  it("never seals the same text to the same", () => {
    expect(vault.seal(label, "secret")).not.toBe(vault.seal(label, "secret"));
    expect(vault.seal(label, "secret")).not.toContain("secret");
  });

  it("does not open under another key, and says what to do", () => {
    const sealed = openVault(randomBytes(32)).seal(label, "secret");
    expect(() => vault.open(label, sealed)).toThrow(expect.objectContaining({ code: "setup", message: expect.stringMatching(/secret\.key.*enter its password or key again/) }));
  });

  it("does not open for another row or another purpose", () => {
    const sealed = vault.seal(label, "secret");
    expect(() => vault.open({ ...label, id: "host2" }, sealed)).toThrow(expect.objectContaining({ code: "setup" }));
    expect(() => vault.open({ ...label, purpose: "made key" }, sealed)).toThrow(expect.objectContaining({ code: "setup" }));
  });

  it("does not open when any part was altered", () => {
    const parts = vault.seal(label, "a longer secret, to have something to alter").split(".");
    for (const index of parts.keys()) {
      const altered = parts.with(index, parts[index]?.replace(/^./, (first) => (first === "A" ? "B" : "A")) ?? "");
      expect(() => vault.open(label, altered.join("."))).toThrow(expect.objectContaining({ code: "setup" }));
    }
  });

  it.each(["", "plain", "v1", "v1...", "v2.a.b.c", "v1.AAAA.AAAA.AAAA"])("refuses %j", (sealed) => {
    expect(() => vault.open(label, sealed)).toThrow(expect.objectContaining({ code: "setup" }));
  });

  it("refuses a tag that was cut short", () => {
    const [version, nonce, tag, text] = vault.seal(label, "secret").split(".");
    expect(() => vault.open(label, [version, nonce, tag?.slice(0, 6), text].join("."))).toThrow(expect.objectContaining({ code: "setup" }));
  });
});
