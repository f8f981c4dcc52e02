import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { pause } from "./conformance/driver";

const APP = fileURLToPath(new URL("./fixtures/crashing-app.ts", import.meta.url));
const EVENTS = 40;
const KILLS = 8;

let folder: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "engine-crash-"));
});

afterEach(async () => {
  await kill();
  await rm(folder, { recursive: true });
});

it("loses no event and recomputes no committed step when its process is killed at any moment", async () => {
  for (let life = 1; life <= KILLS; life += 1) {
    await live(life);
    await pause(20 + Math.random() * 400);
    await kill();
  }

  await live(KILLS + 1);
  await waitFor(() => namedIn("sent") === EVENTS && namedIn("ended") === EVENTS);

  for (const [n, step, token] of of("saw")) {
    const tokens = of("saw").filter(([otherN, otherStep]) => otherN === n && otherStep === step);
    expect(tokens.every(([, , other]) => other === token)).toBe(true);

    const runs = of("ran").filter(([otherN, otherStep]) => otherN === n && otherStep === step);
    expect(runs.at(-1)?.[2]).toBe(token);
    expect(runs.length).toBeLessThanOrEqual(KILLS + 1);
  }

  const repeated = of("ran").length - new Set(of("ran").map(([n, step]) => `${n} ${step}`)).size;
  expect(repeated).toBeLessThanOrEqual(KILLS * 6);
}, 240_000);

async function live(life: number): Promise<void> {
  child = spawn(process.execPath, ["--import", "tsx", APP, join(folder, "engine.db"), join(folder, "journal"), `${EVENTS}`], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  await waitFor(() => of("started").length >= life);
}

async function kill(): Promise<void> {
  const dying = child;
  child = undefined;
  if (!dying || dying.exitCode !== null) return;
  const exit = once(dying, "exit");
  dying.kill("SIGKILL");
  await exit;
}

/** The journal's lines that begin with this word, without it. */
function of(word: string): string[][] {
  const path = join(folder, "journal");
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.filter((line) => line.split(" ")[0] === word).map((line) => line.split(" ").slice(1));
}

function namedIn(word: string): number {
  return new Set(of(word).map(([n]) => n)).size;
}

async function waitFor(isSo: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 90_000;
  while (!isSo()) {
    if (child && child.exitCode !== null) throw new Error(`The app ended by itself with ${child.exitCode}.`);
    if (Date.now() > giveUpAt) throw new Error("The app did not come so far in time.");
    await pause(20);
  }
}
