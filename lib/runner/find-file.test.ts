import { text } from "node:stream/consumers";
import { rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findFile } from "./find-file";
import { openJobOnDisk, type JobOnDisk } from "./testing/job-on-disk";

let disk: JobOnDisk;

beforeEach(() => {
  disk = openJobOnDisk();
});

afterEach(() => disk.close());

const find = (name: string) => findFile(disk.services, disk.job(), { kind: "output", path: name });

describe("findFile", () => {
  it("takes the checked copy before the host", async () => {
    await disk.keep("output", "a.txt", "as copied");
    disk.put("a.txt", "changed since");
    const file = await find("a.txt");
    expect(file).toMatchObject({ isStored: true, size: 9 });
    expect(await text(await file.open({ start: 3, end: 9 }))).toBe("copied");
  });

  it("reads from the host what is not copied, as it is now", async () => {
    disk.put("b/it's \n odd.txt", "on the host");
    const file = await find("b/it's \n odd.txt");
    expect(file).toMatchObject({ isStored: false, size: 11 });
    expect(await text(await file.open({ start: 3 }))).toBe("the host");
    rmSync(path.join(disk.directory, "b/it's \n odd.txt"));
    await expect(find("b/it's \n odd.txt")).rejects.toMatchObject({ code: "not_found" });
  });

  it("says that the host does not answer, rather than that the file is gone", async () => {
    const far = openJobOnDisk({ isReachable: false });
    await expect(findFile(far.services, far.job(), { kind: "output", path: "a.txt" })).rejects.toMatchObject({ code: "unreachable" });
    await far.close();
  });

  it("finds the logs under their own names", async () => {
    disk.print("stderr", "oh\n");
    const file = await findFile(disk.services, disk.job(), { kind: "stderr", path: "stderr.txt" });
    expect(await text(await file.open())).toBe("oh\n");
  });

  it.each(["../secret", "/etc/passwd", "a/../../b", ".sqmpy/x", ""])("does not leave the working directory: %j", async (name) => {
    await expect(find(name)).rejects.toMatchObject({ code: "not_found" });
  });
});
