/**
 * Kills the server with SIGKILL at random moments while jobs are submitted, run, are collected and mailed about, starts it
 * again each time, and then counts by what the host and the mail server saw: jobs lost, jobs run twice, wrong ends,
 * truncated outputs, mails missing or doubled without an explanation.
 *
 *   npm run chaos:kill -- --kills 50 --seed 1 --json
 *   SQMPY_INNGEST_BIN=… npm run chaos:kill -- --inngest      on a real Inngest server
 */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { startApp, type RunningApp } from "../support/app";
import { startInngestServer, whyNoInngestServer } from "../support/inngest-server";
import { openLab, type Lab } from "../support/lab";
import { startLabHost } from "../support/lab-host";
import { judge, type Planned, type Verdict } from "./judge";
import { seededRandom } from "./random";
import { submitSurely, type Submitted } from "./submit-surely";

const { values } = parseArgs({
  options: { kills: { type: "string", default: "50" }, seed: { type: "string" }, inngest: { type: "boolean", default: false }, json: { type: "boolean", default: false } },
});
const kills = Number(values.kills);
const seed = Number(values.seed ?? randomInt(1_000_000));
const random = seededRandom(seed);
const say = (line: string) => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  say(`${kills} kills, seed ${seed}${values.inngest ? ", on a real Inngest server" : ""}`);
  const missing = values.inngest ? whyNoInngestServer() : null;
  if (missing) throw new Error(missing);
  const host = await startLabHost();
  const lab = await openLab({ host, smtp: true });
  const inngest = values.inngest ? await startInngestServer() : null;
  Object.assign(lab.environment, inngest?.environment);
  try {
    const { plans, submitted, killedAt } = await torment(lab);
    report(await judge(lab, plans, submitted, killedAt));
  } finally {
    await inngest?.stop();
    await lab.close();
    await host.stop();
  }
}

async function torment(lab: Lab): Promise<{ plans: Planned[]; submitted: Submitted[]; killedAt: Date[] }> {
  const plans: Planned[] = [];
  const pending: Promise<Submitted>[] = [];
  const killedAt: Date[] = [];
  let app: RunningApp = await startApp(lab.environment, { port: lab.port });
  const url = app.url;

  for (let kill = 1; kill <= kills; kill++) {
    for (const plan of [planJob(plans.length), planJob(plans.length + 1)]) {
      plans.push(plan);
      pending.push(submitSurely(url, lab.hostId, plan));
    }
    await new Promise((resolve) => setTimeout(resolve, random() * 2_500));
    killedAt.push(new Date());
    await app.kill();
    if (kill % 10 === 0) say(`  ${kill}/${kills} killed, ${plans.length} jobs asked`);
    app = await startApp(lab.environment, { port: lab.port });
  }

  const submitted = await Promise.all(pending);
  await lab.settled(submitted.length, 180_000);
  await app.stop();
  return { plans, submitted, killedAt };
}

function planJob(index: number): Planned {
  return { key: crypto.randomUUID(), exitCode: index % 4 === 3 ? 3 : 0, seconds: Math.round(random() * 15) / 10, lines: 1 + Math.floor(random() * 400) };
}

function report(verdict: Verdict): void {
  if (values.json) process.stdout.write(`${JSON.stringify({ kills, seed, ...verdict })}\n`);
  for (const [name, count] of Object.entries(verdict.counts)) say(`  ${name}: ${count}`);
  for (const line of verdict.explanations) say(`  mail twice: ${line}`);
  for (const line of verdict.problems) say(`  ! ${line}`);
  say(`kill: ${verdict.counts.submitted - verdict.jobsAtFault} passed, ${verdict.jobsAtFault} failed`);
  if (verdict.jobsAtFault > 0) process.exitCode = 1;
}
