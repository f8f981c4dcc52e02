import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readOutputRange } from "./read-output";
import { searchOutput } from "./search-output";
import { openJobOnDisk, type JobOnDisk } from "./testing/job-on-disk";

let disk: JobOnDisk;

beforeEach(() => {
  disk = openJobOnDisk();
});

afterEach(() => disk.close());

const text = "alpha\nbeta größe\ngamma\ndelta\n";

describe("readOutputRange", () => {
  it("leaves half lines out where asked, so that pieces fit together", async () => {
    disk.print("stdout", text);
    const range = (from: number, to: number, whole: "start" | "end" | "both" | "neither") =>
      readOutputRange(disk.services, disk.job(), "stdout", { from, to, whole }).then((answer) => [answer.from, answer.offset, answer.text]);

    expect(await range(3, 26, "both")).toEqual([6, 25, "beta größe\ngamma\n"]);
    expect(await range(3, 25, "start")).toEqual([6, 25, "beta größe\ngamma\n"]);
    expect(await range(25, 200, "end")).toEqual([25, 31, "delta\n"]);
    expect(await range(0, 8, "end")).toEqual([0, 6, "alpha\n"]);
    expect(await range(6, 10, "neither")).toEqual([6, 10, "beta"]);
  });

  it("refuses what is no piece", async () => {
    disk.print("stdout", text);
    for (const [from, to] of [[-1, 5], [5, 5], [0, 300_000], [Number.NaN, 4]] as const) {
      await expect(readOutputRange(disk.services, disk.job(), "stdout", { from, to, whole: "both" })).rejects.toThrow("256 KiB");
    }
  });
});

describe.each(["host", "copy"])("searchOutput on the %s", (place) => {
  async function put(bytes: string | Buffer) {
    if (place === "host") disk.print("stdout", bytes);
    else {
      await disk.keep("stdout", "stdout.txt", bytes);
      disk.end();
    }
  }
  const search = (query: string, ignoreCase = true) => searchOutput(disk.services, disk.job(), "stdout", query, ignoreCase);

  it("finds lines with their numbers and bytes", async () => {
    await put(text);
    expect(await search("A")).toEqual({
      isPartial: false,
      hits: [
        { line: 1, offset: 0, text: "alpha" },
        { line: 2, offset: 6, text: "beta größe" },
        { line: 3, offset: 19, text: "gamma" },
        { line: 4, offset: 25, text: "delta" },
      ],
    });
    expect((await search("A", false)).hits).toEqual([]);
    expect((await search("größe", false)).hits.map(({ line }) => line)).toEqual([2]);
  });

  it("takes the query literally, whatever a shell or grep would make of it", async () => {
    const odd = ["-e", "$(touch x)", "it's \"odd\"", "a.*b", "\\", "[z", "--help", "`id`"];
    await put(`${odd.join("\n")}\nplain\n`);
    for (const [index, query] of odd.entries()) {
      const { hits } = await search(query, false);
      expect(hits.map(({ line }) => line)).toEqual([index + 1]);
    }
  });

  it("stops after 200 lines, and says that there are more", async () => {
    await put("same\n".repeat(1_000));
    const { hits, isPartial } = await search("same");
    expect(hits).toHaveLength(200);
    expect(isPartial).toBe(true);
    expect(hits.at(-1)).toMatchObject({ line: 200, offset: 995 });
  });

  it("finds what lies across the pieces it reads, once a line", async () => {
    await put(`${"x".repeat(256 * 1024 - 3)}needle needle\n${"y".repeat(300_000)}\nthe needle\n`);
    const { hits } = await search("needle");
    expect(hits.map(({ line, offset }) => [line, offset])).toEqual([
      [1, 0],
      [3, 256 * 1024 - 3 + 14 + 300_001],
    ]);
  });

  it("refuses what is no line of text", async () => {
    await put(text);
    for (const query of ["", "a\nb", "x".repeat(600)]) await expect(search(query)).rejects.toThrow("one line of text");
  });
});

it("finds nothing in an output that does not exist", async () => {
  expect(await searchOutput(disk.services, disk.job(), "stderr", "x", true)).toEqual({ hits: [], isPartial: false });
});
