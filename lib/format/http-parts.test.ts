import { describe, expect, it } from "vitest";
import { readByteRange } from "./byte-range";
import { attachment } from "./content-disposition";
import { formatServerSentEvent, lastEventId } from "./sse";

describe("readByteRange", () => {
  it.each([
    [null, 10, "whole"],
    ["bytes=0-4", 10, { start: 0, end: 5 }],
    ["bytes=5-", 10, { start: 5, end: 10 }],
    ["bytes=-3", 10, { start: 7, end: 10 }],
    ["bytes=-30", 10, { start: 0, end: 10 }],
    ["bytes=0-99", 10, { start: 0, end: 10 }],
    ["bytes=10-", 10, "unsatisfiable"],
    ["bytes=-0", 10, "unsatisfiable"],
    ["bytes=0-", 0, "unsatisfiable"],
    ["bytes=4-2", 10, "whole"],
    ["bytes=0-1,3-4", 10, "whole"],
    ["bytes=-", 10, "whole"],
    ["lines=0-1", 10, "whole"],
    ["bytes=-1x", 10, "whole"],
  ])("%j of %i", (header, size, range) => {
    expect(readByteRange(header, size)).toEqual(range);
  });
});

describe("attachment", () => {
  it.each([
    ["out/result.csv", `attachment; filename="result.csv"; filename*=UTF-8''result.csv`],
    ["a b.txt", `attachment; filename="a b.txt"; filename*=UTF-8''a%20b.txt`],
    ['quo"te\\.txt', `attachment; filename="quo_te_.txt"; filename*=UTF-8''quo%22te_.txt`],
    ["new\nline\r.txt", `attachment; filename="new_line_.txt"; filename*=UTF-8''new_line_.txt`],
    ["größe (1)*'.txt", `attachment; filename="gro__e (1)*'.txt"; filename*=UTF-8''gr%C3%B6%C3%9Fe%20%281%29%2A%27.txt`],
    ["-rf", `attachment; filename="-rf"; filename*=UTF-8''-rf`],
    ["100%.txt", `attachment; filename="100_.txt"; filename*=UTF-8''100%25.txt`],
    ["photo\u202Egnp.exe", `attachment; filename="photo_gnp.exe"; filename*=UTF-8''photo_gnp.exe`],
    ["half \ud83d", `attachment; filename="half _"; filename*=UTF-8''half%20%EF%BF%BD`],
    ["..", `attachment; filename="file"; filename*=UTF-8''file`],
  ])("%j", (path, header) => {
    expect(attachment(path)).toBe(header);
    expect(() => new Headers({ "content-disposition": attachment(path) })).not.toThrow();
  });
});

describe("server-sent events", () => {
  it("keeps any text on one data line", () => {
    const event = formatServerSentEvent({ id: 7, event: "chunk", data: { text: "a\nb\r\nid: 9\n\n" } });
    expect(event).toBe('id: 7\nevent: chunk\ndata: {"text":"a\\nb\\r\\nid: 9\\n\\n"}\n\n');
    expect(event.split("\n").filter((line) => line.startsWith("id:"))).toEqual(["id: 7"]);
  });

  it("resumes after the browser's own id, then after the one in the address", () => {
    const request = (headers: Record<string, string>, search = "") => new Request(`http://localhost/x${search}`, { headers });
    expect(lastEventId(request({ "last-event-id": "12" }, "?after=3"))).toBe(12);
    expect(lastEventId(request({}, "?after=3"))).toBe(3);
    expect(lastEventId(request({}, "?after=0"))).toBe(0);
    expect(lastEventId(request({}, "?after=-3"))).toBeNull();
    expect(lastEventId(request({ "last-event-id": "abc" }))).toBeNull();
    expect(lastEventId(request({}))).toBeNull();
  });
});
