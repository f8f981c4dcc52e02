import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");
const colours = new Map([...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name, light, dark]) => [name, { light, dark }]));

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function colour(name: string, theme: "light" | "dark"): string {
  const value = colours.get(name)?.[theme];
  if (!value) throw new Error(`globals.css has no colour --${name}`);
  return value;
}

const grounds = ["bg", "surface", "raised", "sunken", "hover"];
const text: [string, string[]][] = [
  ["ink", [...grounds, "neutral-soft", "accent-soft", "good-soft", "warn-soft", "bad-soft", "info-soft"]],
  ["ink-soft", [...grounds, "neutral-soft", "accent-soft"]],
  ["ink-faint", grounds],
  ["accent", [...grounds, "accent-soft"]],
  ["good", [...grounds, "good-soft"]],
  ["warn", [...grounds, "warn-soft"]],
  ["bad", [...grounds, "bad-soft"]],
  ["info", [...grounds, "info-soft"]],
  ["accent-ink", ["accent", "accent-strong"]],
  ["bad-ink", ["bad", "bad-strong"]],
];

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  test.each(text.flatMap(([ink, on]) => on.map((ground) => [ink, ground] as const)))("text in %s on %s is readable (AA)", (ink, ground) => {
    expect(contrast(colour(ink, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["surface", "raised", "bg"])("the outline of a field is seen on %s", (ground) => {
    expect(contrast(colour("line-strong", theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});
