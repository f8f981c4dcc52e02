/**
 * Measures the built app on a real sshd of this machine, and OpenSSH in the same run.
 *
 *   npm run bench                 a table
 *   npm run bench -- --json       one JSON object: name -> { ours, peer, ratio, unit }
 *   npm run bench -- --only a,b   some figures alone;  --quick: smaller sizes, for a first look
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startApp, type RunningApp } from "../e2e/support/app";
import { openLab, type Lab } from "../e2e/support/lab";
import { startLabHost, type LabHost } from "../e2e/support/lab-host";
import { measureBatch } from "./batch";
import { figureOf, median, tableOf, type Measured } from "./figure";
import { measureHistory } from "./history";
import { measureMemory } from "./memory";
import { OpenSsh } from "./openssh";
import { measureClick, measureEndToPage } from "./page";
import { smallScript, submitMany } from "./submissions";
import { measureTransfer } from "./transfer";

const { values } = parseArgs({ options: { json: { type: "boolean", default: false }, quick: { type: "boolean", default: false }, only: { type: "string" } } });
const only = values.only?.split(",");
const say = (line: string) => void process.stderr.write(`${line}\n`);

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

async function main(): Promise<void> {
  const host = await startLabHost();
  if (!host.sshd) throw new Error("The bench needs a real sshd (openssh-server), for OpenSSH's own client is the peer.");
  const folder = mkdtempSync(join(tmpdir(), "sqmpy-bench-"));
  const peer = new OpenSsh(host);
  try {
    const measured = await measureAll(host, peer, folder);
    if (values.json) process.stdout.write(`${JSON.stringify(Object.fromEntries(measured.map(({ name, figure }) => [name, figure])))}\n`);
    else process.stdout.write(`${tableOf(measured)}\n`);
  } finally {
    peer.close();
    await host.stop();
    for (const leftover of [folder, join(host.home, "sqmpy"), join(host.home, "bench-transfer")]) {
      rmSync(leftover, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 }); // the last jobs may still write
    }
  }
}

async function measureAll(host: LabHost, peer: OpenSsh, folder: string): Promise<Measured[]> {
  const measured: (Measured | null)[] = [];
  const wanted = (name: string) => !only || only.includes(name);
  const step = async (name: string, work: () => Promise<Measured | null>) => {
    if (!wanted(name)) return;
    say(`${name} …`);
    measured.push(await work());
  };

  await step("submit100", () => withApp(host, (app, lab) => measureSubmissions(app, lab, peer)));
  await step("clickToRunning", () => withApp(host, (app, lab) => measureClick(app, lab, values.quick ? 5 : 20)));
  await step("endToPage", () => withApp(host, (app, lab) => measureEndToPage(app, lab, values.quick ? 2 : 7)));
  await step("sftp1GB", () => measureTransfer(host, peer, folder, values.quick ? 1 : 3));
  await step("memory1000Jobs", () => withApp(host, (app, lab) => measureMemory(app, lab, values.quick ? [10, 50] : [10, 100, 1_000])));
  await step("history100k", () => measureHistory(host, values.quick ? [1_000] : [1_000, 10_000, 100_000], 20));
  if (batchFigures.some(wanted)) {
    say("the batch system …");
    const figures = await measureBatch(values.quick ? [1, 50] : [1, 100, 5_000], values.quick ? 2 : 7);
    if (figures) measured.push(...figures.filter(({ name }) => wanted(name)));
    else say("left out, since Slurm cannot run here: " + batchFigures.join(", "));
  }
  return measured.filter((each) => each !== null);
}

const batchFigures = ["schedulerCommandsPerHour", "statusRound", "statusParse", "queueEndToPage"];

async function measureSubmissions(app: RunningApp, lab: Lab, peer: OpenSsh): Promise<Measured> {
  const growth: Measured["growth"] = [];
  await submitMany(app, lab, 1, smallScript); // opens the connection, as the peer's master is open
  for (const count of values.quick ? [1, 20] : [1, 10, 100]) {
    const times = { ours: [] as number[], peer: [] as number[] };
    for (let repeat = 0; repeat < 3; repeat++) {
      times.peer.push(await peer.submit(count, lab.home, smallScript));
      times.ours.push(await submitMany(app, lab, count, smallScript));
      await new Promise((resolve) => setTimeout(resolve, 4_000)); // what was started ends before the next
    }
    growth.push({ size: `${count}`, ours: median(times.ours), peer: median(times.peer) });
  }
  const last = growth.pop();
  return {
    name: "submit100",
    figure: figureOf("s", last?.ours ?? Number.NaN, last?.peer ?? null),
    what: "100 jobs submitted at once until the last is started, against OpenSSH over a ControlMaster, four at a time",
    growth,
  };
}

/** Runs the app on a data folder of its own, and ends what it started on the host. */
async function withApp<Answer>(host: LabHost, work: (app: RunningApp, lab: Lab) => Promise<Answer>): Promise<Answer> {
  const lab = await openLab({ host });
  try {
    const app = await startApp(lab.environment, { port: lab.port });
    try {
      return await work(app, lab);
    } finally {
      await app.stop();
    }
  } finally {
    await lab.endAll();
    await lab.close();
  }
}
