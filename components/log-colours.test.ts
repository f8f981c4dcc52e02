import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("./log-colours.module.css", import.meta.url), "utf8");
const globals = readFileSync(new URL("../app/globals.css", import.meta.url), "utf8");
const pair = /--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g;

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe("colours of the log", () => {
  const ground = [...globals.matchAll(pair)].find(([, name]) => name === "sunken");

  it.each([...css.matchAll(pair)].map(([, name, light, dark]) => ({ name, light, dark })))("$name can be read in both themes", ({ light, dark }) => {
    expect(contrast(light ?? "", ground?.[2] ?? "")).toBeGreaterThanOrEqual(4.5);
    expect(contrast(dark ?? "", ground?.[3] ?? "")).toBeGreaterThanOrEqual(4.5);
  });
});
