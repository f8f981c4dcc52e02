import { readFileSync } from "node:fs";
import type { RunningApp } from "../e2e/support/app";
import type { Lab } from "../e2e/support/lab";
import { figureOf, type Measured } from "./figure";
import { submitMany } from "./submissions";

/** The server's resident memory with so many jobs running on one host, in MB, and its share of a core while it watches them. */
export async function measureMemory(app: RunningApp, lab: Lab, counts: readonly number[]): Promise<Measured> {
  const growth: Measured["growth"] = [{ size: "no job", ours: residentMegabytes(app), peer: null }];
  let running = 0;
  let cpu = 0;
  for (const count of counts) {
    await submitMany(app, lab, count - running, "#!/bin/sh\nsleep 3600\n");
    running = count;
    cpu = await coreShare(app, 10_000);
    growth.push({ size: `${count} jobs`, ours: residentMegabytes(app), peer: null });
  }
  const last = growth.pop();
  return {
    name: `memory${running}Jobs`,
    figure: figureOf("MB", last?.ours ?? Number.NaN),
    what: `resident memory of the server with ${running} running jobs on one host; ${(cpu * 100).toFixed(1)} % of a core`,
    growth,
  };
}

function residentMegabytes(app: RunningApp): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${app.process.pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1_000;
}

/** Source: fields 14 and 15 of /proc/<pid>/stat, in hundredths of a second (proc(5), USER_HZ 100). */
async function coreShare(app: RunningApp, milliseconds: number): Promise<number> {
  const ticks = () => {
    const fields = readFileSync(`/proc/${app.process.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return Number(fields[11]) + Number(fields[12]);
  };
  const before = ticks();
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return ((ticks() - before) * 10) / milliseconds;
}
