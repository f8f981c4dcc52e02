import { describe, expect, it } from "vitest";
import { parseTaskTable, taskTableText } from "./task-table";

describe("a table of parameters", () => {
  it.each([
    ["commas", "lr,name\n0.1,a\n0.2,b\n"],
    ["semicolons and CRLF", "lr;name\r\n0.1;a\r\n0.2;b"],
    ["tabs and blank lines", "lr\tname\n0.1\ta\n\n0.2\tb\n\n"],
  ])("reads %s", (_, text) => {
    expect(parseTaskTable(text)).toEqual({
      ok: true,
      names: ["lr", "name"],
      tasks: [
        { index: 0, parameters: [{ name: "lr", value: "0.1" }, { name: "name", value: "a" }] },
        { index: 1, parameters: [{ name: "lr", value: "0.2" }, { name: "name", value: "b" }] },
      ],
    });
  });

  it("reads one column, and values with commas, quotes and line breaks", () => {
    const text = 'what\n"a, ""b""\nc"\nplain\n';
    const table = parseTaskTable(text);
    expect(table).toMatchObject({ ok: true, tasks: [{ parameters: [{ value: 'a, "b"\nc' }] }, { parameters: [{ value: "plain" }] }] });
    expect(table.ok && parseTaskTable(taskTableText(table.tasks))).toEqual(table);
  });

  it.each([
    ["", "first line"],
    ["a,b", "one line for each task"],
    ["a,1b\n1,2", "“1b”"],
    ["a,a\n1,2", "twice"],
    ["a,b\n1,2\n3", "Line 3"],
    ["PATH\nx", "taken"],
    ['a\n"b', "quotation"],
  ])("refuses %j", (text, words) => {
    expect(parseTaskTable(text)).toEqual({ ok: false, problem: expect.stringContaining(words) });
  });
});
