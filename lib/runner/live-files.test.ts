import { afterEach, beforeEach, expect, it } from "vitest";
import { fingerprintOf, lookAtFiles, readLiveFiles } from "./live-files";
import { openJobOnDisk, type JobOnDisk } from "./testing/job-on-disk";

let disk: JobOnDisk;

beforeEach(() => {
  disk = openJobOnDisk();
});

afterEach(() => disk.close());

it("lists what the job wrote, not its script, its inputs nor Sqmpy's own folder", async () => {
  await disk.keep("input", "in.csv", "1,2\n");
  disk.put("in.csv", "1,2\n");
  disk.put("fit.sh", "echo fit\n");
  disk.put("out/result.txt", "42");
  disk.print("stdout", "printed\n");
  const { files, problem } = await lookAtFiles(disk.services, disk.job());
  expect(problem).toBeNull();
  expect(files.map(({ path, size }) => [path, size])).toEqual([["out/result.txt", 2]]);
});

it("answers from memory for a while, and shares one look", async () => {
  let now = Date.now();
  const services = { ...disk.services, now: () => new Date(now) };
  disk.put("one.txt", "1");
  const [first, same] = await Promise.all([lookAtFiles(services, disk.job()), readLiveFiles(services, disk.job())]);
  expect(same).toBe(first);

  disk.put("two.txt", "2");
  expect(await lookAtFiles(services, disk.job())).toBe(first);
  now += 600_000;
  expect(await readLiveFiles(services, disk.job())).toBe(first);
  const later = await lookAtFiles(services, disk.job());
  expect(later.files).toHaveLength(2);
  expect(fingerprintOf(later)).not.toBe(fingerprintOf(first));
});
