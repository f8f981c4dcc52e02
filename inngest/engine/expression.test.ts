import { expect, it } from "vitest";
import { compile } from "./expression";
import { momentAfter } from "./moment";

const scope = {
  event: { name: "a/b", data: { id: 7, text: "x y", ok: true, none: null, deep: { er: "z" } } },
  async: { data: { id: 7, text: "other" } },
};

it.each([
  ["event.data.id", 7],
  ["event.data.deep.er", "z"],
  ["event.data.missing.er", undefined],
  ["event.data.id == async.data.id", true],
  ["event.data.text == async.data.text", false],
  ["event.data.missing == async.data.missing", true],
  ["event.data.missing == null", true],
  ["event.data.none == null", true],
  ["event.data.text == 'x y' && event.data.ok", true],
  ['event.data.id == 7 && event.data.ok == true && event.name == "a/b"', true],
  ["  event.data.id==7&&event.data.ok ", true],
  ["event.data.id == 7 && event.data.text", false],
  ["event.data.constructor.name", undefined],
])("reads %s", (source, expected) => {
  expect(compile(source, ["event", "async"])(scope)).toEqual(expected);
});

it.each([
  "event.data.id > 3",
  "event.data.id != 3",
  "event.data.ok || event.data.ok",
  "event.data.id == 7 == 7",
  "'it\\'s'",
  "&& event.data.ok",
  "size(event.data.id)",
  "!event.data.ok",
  "event.data['id']",
  "event.data.id ==",
  "(event.data.id",
  "user.id == 1",
  "event.data.id event.data.id",
  "",
])("refuses %s", (source) => {
  expect(() => compile(source, ["event"])).toThrow("cannot be read");
});

it("refuses the incoming event where there is none", () => {
  expect(() => compile("async.data.id", ["event"])).toThrow("cannot be read");
});

it.each([
  ["1s", 1_000],
  ["1h30m", 5_400_000],
  ["2w1d", 15 * 86_400_000],
  ["", 0],
  ["2026-11-24T06:00:00.250Z", Date.parse("2026-11-24T06:00:00.250Z")],
])("reads the time %s", (text, expected) => {
  expect(momentAfter(text, 0)).toBe(expected);
});

it.each(["soon", "1 hour", "10", "2026-99-99T00:00:00Z"])("refuses the time %s", (text) => {
  expect(() => momentAfter(text, 0)).toThrow("the engine can read");
});
