import { describe, expect, it } from "vitest";
import { MarkerFilter } from "./marker-filter";

const markers = { begin: Buffer.from("<begin>"), end: Buffer.from("<end>") };

function pass(pieces: readonly string[]) {
  const filter = new MarkerFilter(markers);
  const content = pieces.map((piece) => filter.push(Buffer.from(piece)).toString()).join("") + filter.flush().toString();
  return { content, noise: filter.noise, processId: filter.processId, hasBegun: filter.hasBegun, hasEnded: filter.hasEnded };
}

const whole = "Welcome!\n<begin>123\nthe <answer>\n<end>logout\n";
const expected = { content: "the <answer>\n", noise: "Welcome!\n", processId: 123, hasBegun: true, hasEnded: true };

describe("MarkerFilter", () => {
  it("gives what stands between the markers", () => {
    expect(pass([whole])).toEqual(expected);
  });

  it("does so wherever the pieces are cut", () => {
    expect(pass([...whole])).toEqual(expected);
    for (let at = 1; at < whole.length; at += 1) expect(pass([whole.slice(0, at), whole.slice(at)])).toEqual(expected);
  });

  it("gives what was held back when no end came", () => {
    expect(pass(["<begin>1\nhalf <en"])).toMatchObject({ content: "half <en", hasEnded: false });
  });

  it("has only noise when nothing began", () => {
    expect(pass(["This account is ", "not available.\n"])).toEqual({ content: "", noise: "This account is not available.\n", processId: null, hasBegun: false, hasEnded: false });
  });

  it("keeps at most 64 KiB of noise", () => {
    expect(pass(Array.from({ length: 20 }, () => "x".repeat(10_000))).noise.length).toBeLessThanOrEqual(64 * 1024 + 6);
  });
});
