import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { HostId, JobId } from "../domain/ids";
import type { TaskSpec } from "../domain/task";
import { batchFiles } from "./batch-wrapper";
import { newsFolderOf, readNews } from "./read-news";
import { readExitRecord, readWrapperId } from "./read-records";
import { placeOf, type JobPlace } from "./scheduler";

const id = "jobabc" as JobId;
const shells = ["dash", "bash"].filter((name) => existsSync(`/bin/${name}`) || existsSync(`/usr/bin/${name}`));

function lay(batchScript: string, tasks: readonly TaskSpec[] = []): JobPlace & { news: string } {
  const home = mkdtempSync(join(tmpdir(), "sqmpy-batch-"));
  const directory = join(home, "it's a “dir”");
  const place = placeOf({ id }, directory);
  mkdirSync(place.control, { recursive: true });
  const news = newsFolderOf(home, "host1" as HostId);
  const files = batchFiles({ job: { id, environment: [{ name: "GREETING", value: "it's" }] }, place, newsFolder: news, batchScript, tasks });
  for (const { name, text } of files) writeFileSync(join(place.control, name), text);
  return { ...place, news };
}

const newsIn = (folder: string, done: readonly string[] = []) => {
  const { command, stdin, read } = readNews(folder, done);
  return read({ exitCode: 0, stdout: execFileSync("sh", ["-c", command], { input: stdin, encoding: "utf8" }), stderr: "" });
};
const exitOf = (control: string) => readExitRecord(readFileSync(join(control, "exit"), "utf8"));

describe.each(shells)("the wrapper of batch jobs under %s", (program) => {
  const start = (place: JobPlace, ...words: string[]) => spawn(program, [join(place.control, "run.sh"), ...words], { stdio: "ignore" });
  const run = async (place: JobPlace, ...words: string[]) => ((await once(start(place, ...words), "exit")) as [number | null])[0];

  test("runs the script once, ends with its exit code, and leaves news of both", async () => {
    const place = lay('#!/bin/sh\n#X --odd\necho "$GREETING $PWD"; echo bad >&2; exit 7\n');
    expect(await run(place)).toBe(7);
    expect(readFileSync(join(place.control, "stdout"), "utf8")).toBe(`it's ${place.directory}\n`);
    expect(readFileSync(join(place.control, "stderr"), "utf8")).toBe("bad\n");
    expect(exitOf(place.control)).toMatchObject({ code: 7, signal: null, cause: "itself" });

    const news = newsIn(place.news);
    expect(news.map(({ jobId, task, what }) => `${jobId} ${task} ${what}`).sort()).toEqual([`${id} null ended`, `${id} null started`]);
    expect(readWrapperId(news.find(({ what }) => what === "started")?.line ?? "")?.at).toEqual(exitOf(place.control)?.startedAt);
    expect(newsIn(place.news, news.map(({ name }) => name))).toEqual([]);
  });

  test("a second start touches nothing and ends with 75", async () => {
    const place = lay("#!/bin/sh\necho once >>count; exit 0\n");
    expect(await run(place)).toBe(0);
    expect(await run(place)).toBe(75);
    expect(readFileSync(join(place.directory, "count"), "utf8")).toBe("once\n");
    expect(exitOf(place.control)).toMatchObject({ code: 0 });
    expect(readFileSync(join(place.control, "again"), "utf8")).toMatch(/^at=\d+/);
  });

  test("of many starts at once, one runs", async () => {
    const place = lay("#!/bin/sh\necho once >>count; sleep 0.3\n");
    const codes = await Promise.all(Array.from({ length: 12 }, () => run(place)));
    expect(codes.toSorted()).toEqual([0, ...Array.from({ length: 11 }, () => 75)]);
    expect(readFileSync(join(place.directory, "count"), "utf8")).toBe("once\n");
  });

  test("never starts what Sqmpy gave up", async () => {
    const place = lay("#!/bin/sh\necho no >never\n");
    mkdirSync(join(place.control, "run.lock"));
    writeFileSync(join(place.control, "run.lock", "prevented"), "");
    expect(await run(place)).toBe(0);
    expect(existsSync(join(place.directory, "never"))).toBe(false);
    expect(existsSync(join(place.control, "id"))).toBe(false);
  });

  test.each(["SIGTERM", "SIGUSR2"] as const)("passes the batch system's %s on, and says who ended it", async (signal) => {
    const place = lay("#!/bin/sh\ntrap 'echo told; exit 9' TERM\necho up\nwhile :; do sleep 0.1; done\n");
    const child = start(place);
    for (let tries = 0; tries < 200 && !existsSync(join(place.control, "stdout")); tries++) await new Promise((done) => setTimeout(done, 20));
    for (let tries = 0; tries < 200 && readFileSync(join(place.control, "stdout"), "utf8") === ""; tries++) await new Promise((done) => setTimeout(done, 20));
    child.kill(signal);
    const [code] = (await once(child, "exit")) as [number | null];
    expect(code).toBe(9);
    expect(exitOf(place.control)).toMatchObject({ code: 9, signal: null, cause: "host" });
    expect(readFileSync(join(place.control, "stdout"), "utf8")).toBe("up\ntold\n");
  });

  test("each task has its own folder and values", async () => {
    const tasks = [3, 40].map((index) => ({ index, parameters: [{ name: "rate", value: `${index}'s $HOME` }] }));
    const place = lay('#!/bin/sh\necho "$SQMPY_TASK $rate"; exit "$SQMPY_TASK"\n', tasks);
    expect(await Promise.all([run(place, "3"), run(place, "40")])).toEqual([3, 40]);
    for (const index of [3, 40]) {
      const control = join(place.control, "tasks", String(index));
      expect(readFileSync(join(control, "stdout"), "utf8")).toBe(`${index} ${index}'s $HOME\n`);
      expect(exitOf(control)).toMatchObject({ code: index });
    }
    expect(newsIn(place.news).map(({ task, what }) => `${task} ${what}`).sort()).toEqual(["3 ended", "3 started", "40 ended", "40 started"]);
  });

  test("uses the program that the batch script's first line names", async () => {
    const place = lay("#!/usr/bin/env node\nprocess.exit('four'.length)\n");
    expect(await run(place)).toBe(4);
  });
});

test("a folder without news, or with other files in it, says nothing", () => {
  const folder = mkdtempSync(join(tmpdir(), "sqmpy-news-"));
  expect(newsIn(join(folder, "absent"))).toEqual([]);
  writeFileSync(join(folder, "odd name.started"), "x\n");
  writeFileSync(join(folder, ".job.-.started"), "half\n");
  expect(newsIn(folder)).toEqual([]);
});
