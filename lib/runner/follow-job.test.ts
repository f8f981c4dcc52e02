import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { followJob, type JobNews } from "./follow-job";
import { openJobOnDisk, type JobOnDisk } from "./testing/job-on-disk";

let disk: JobOnDisk;
let stop: AbortController;
let open: AsyncGenerator<JobNews>[];

beforeEach(() => {
  disk = openJobOnDisk();
  stop = new AbortController();
  open = [];
});

afterEach(async () => {
  stop.abort();
  for (const news of open) await news.return(undefined);
  await new Promise((resolve) => setTimeout(resolve, 500)); // the last look at the host ends
  await disk.close();
});

function follow(after?: number) {
  const { desk, owner, services } = disk;
  const { id } = disk.job();
  const last = (from: number) => desk.jobs.events(owner, id, from).at(-1)?.id ?? null;
  const news = followJob(services, id, { after: after ?? last(0) ?? 0, lastEvent: last, signal: stop.signal });
  open.push(news);
  return news;
}

async function first(news: AsyncGenerator<JobNews>, kind: JobNews["kind"]): Promise<JobNews> {
  for (;;) {
    const { value, done } = await news.next();
    if (done) throw new Error(`The stream ended without ${kind}.`);
    if (value.kind === kind) return value;
  }
}

describe("followJob", () => {
  it("looks at the host while it is read: output, then the end, within a second or so", async () => {
    const news = follow();
    expect(await first(news, "output")).toEqual({ kind: "output", stdout: 0, stderr: 0 });
    disk.print("stdout", "four");
    expect(await first(news, "output")).toEqual({ kind: "output", stdout: 4, stderr: 0 });

    disk.exit(0);
    const began = performance.now();
    const changed = await first(news, "changed");
    expect(performance.now() - began).toBeLessThan(1_500);
    expect(disk.job().state).toBe("stage_out");
    expect(changed).toEqual({ kind: "changed", id: disk.desk.jobs.events(disk.owner, disk.job().id).at(-1)?.id });
  });

  it("replays what happened since the event last seen, once", async () => {
    const events = disk.desk.jobs.events(disk.owner, disk.job().id);
    expect(await first(follow(0), "changed")).toEqual({ kind: "changed", id: events.at(-1)?.id });
  });

  it("tells of changes that no event and no bus told", async () => {
    const news = follow();
    const next = first(news, "changed");
    await new Promise((resolve) => setTimeout(resolve, 100));
    disk.services.jobs.wait(disk.job().id, "The host is busy.");
    expect((await next).kind).toBe("changed");
  });

  it("tells when files appear", async () => {
    const news = follow();
    const next = first(news, "files");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    disk.put("result.txt", "42");
    expect((await next).kind).toBe("files");
  });

  it("ends with a deleted job, and with the reader", async () => {
    disk.end();
    const news = follow();
    const { services, owner, desk } = disk;
    desk.jobs.remove(owner, [disk.job().id], { removeRemote: false }, services.now());
    expect((await first(news, "gone")).kind).toBe("gone");
    expect((await news.next()).done).toBe(true);
  });
});
