import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { AppError, messageOf } from "@/lib/domain/errors";
import { type ConnectionReport, type ConnectionStep, type ConnectionStepResult, type Credential, type Host, type HostFacts, transportSteps } from "@/lib/domain/host";
import { formatBytes } from "@/lib/format/bytes";
import { diskFull, isFullText, readFreeSpace } from "./disk-full";
import { type Found, clockScript, factsScript, homeWritableScript, readClock, readFacts } from "./host-facts";
import type { LocalTransport } from "./local-transport";
import { explainSocketError, openSocket } from "./open-socket";
import { type SignIn, prepareSignIn } from "./sign-in";
import { type ConnectTimes, HostKeyRefusal, handshake } from "./ssh-client";
import type { SshConnection } from "./ssh-connection";
import { SshTransport } from "./ssh-transport";
import type { Transport } from "./transport";

const lowDiskBytes = 200_000_000;
const noticeableSkewMs = 30_000;
const noiseShown = 500;

type Outcome = Omit<ConnectionStepResult, "step" | "took">;
type OnStep = (result: ConnectionStepResult) => void;

/** Walks the steps, each timed; the first that fails ends the walk. */
class Walk {
  readonly #results = new Map<ConnectionStep, ConnectionStepResult>();
  failure: AppError | null = null;
  offered: Host["offeredHostKey"] = null;

  constructor(private readonly onStep: OnStep) {}

  async step<Answer>(step: ConnectionStep, work: () => Promise<{ answer: Answer } & Outcome>): Promise<Answer> {
    const began = performance.now();
    const took = () => Math.round(performance.now() - began);
    try {
      const { answer, outcome, detail } = await work();
      this.note(step, outcome, detail, took());
      return answer;
    } catch (error) {
      this.note(step, "failed", messageOf(error), took());
      this.failure = error instanceof AppError ? error : new AppError("remote", messageOf(error), { cause: error });
      if (error instanceof HostKeyRefusal) this.offered = error.offered;
      throw new WalkEnded();
    }
  }

  note(step: ConnectionStep, outcome: Outcome["outcome"], detail: string, took = 0): void {
    const result = { step, outcome, detail, took };
    this.#results.set(step, result);
    this.onStep(result);
  }

  report(host: Pick<Host, "hostKey">, facts: HostFacts | null): ConnectionReport {
    const steps = transportSteps.map(
      (step) => this.#results.get(step) ?? { step, outcome: "skipped" as const, detail: "Not tried, since an earlier step failed.", took: 0 },
    );
    return { ok: this.failure === null, steps, facts, offeredHostKey: this.offered, pinnedHostKey: host.hostKey };
  }
}

class WalkEnded extends Error {}

/** Tests a host over SSH on a connection of its own. `failure` is what the failing step threw. */
export async function testSsh(
  host: Host,
  credential: Credential,
  times: ConnectTimes,
  now: () => Date,
  onStep: OnStep = () => undefined,
): Promise<{ report: ConnectionReport; failure: AppError | null }> {
  const walk = new Walk(onStep);
  let connection: SshConnection | null = null;
  let facts: HostFacts | null = null;
  try {
    const signIn = await prepared(walk, host, credential);
    await walk.step("name", () => lookUp(host.address, host.port));
    const socket = await walk.step("tcp", async () => ({
      answer: await openSocket(host.address, host.port, times.tcpMs),
      outcome: "ok",
      detail: `Something answers on port ${host.port}.`,
    }));
    connection = await shakeHands(walk, host, socket, signIn, times);
    facts = await lookAround(walk, new SshTransport(connection), now);
  } catch (error) {
    if (!(error instanceof WalkEnded)) throw error;
  } finally {
    await connection?.end();
  }
  return { report: walk.report(host, facts), failure: walk.failure };
}

/** Tests this computer: only what does not need a network. */
export async function testLocal(transport: LocalTransport, now: Date, onStep: OnStep = () => undefined): Promise<ConnectionReport> {
  const walk = new Walk(onStep);
  for (const step of ["name", "tcp", "host_key", "sign_in"] as const) walk.note(step, "skipped", "Not needed on this computer.");
  let facts: HostFacts | null = null;
  try {
    facts = await lookAround(walk, transport, () => now);
  } catch (error) {
    if (!(error instanceof WalkEnded)) throw error;
  }
  return walk.report({ hostKey: null }, facts);
}

/** A credential that cannot be read fails at sign-in, before the network is touched. */
async function prepared(walk: Walk, host: Host, credential: Credential): Promise<SignIn> {
  try {
    return prepareSignIn(host.username, credential);
  } catch (error) {
    return walk.step("sign_in", () => Promise.reject(error));
  }
}

async function lookUp(address: string, port: number): Promise<{ answer: null } & Outcome> {
  if (isIP(address)) return { answer: null, outcome: "ok", detail: `${address} is a number; no name to look up.` };
  try {
    const found = await lookup(address, { all: true });
    return { answer: null, outcome: "ok", detail: `${address} is ${found.map((each) => each.address).join(", ")}.` };
  } catch (error) {
    throw explainSocketError(error as NodeJS.ErrnoException, address, port);
  }
}

async function shakeHands(walk: Walk, host: Host, socket: Awaited<ReturnType<typeof openSocket>>, signIn: SignIn, times: ConnectTimes): Promise<SshConnection> {
  const began = performance.now();
  let keyAt: number | null = null;
  const shaking = handshake(socket, host, signIn, times, {
    onHostKey: (key) => {
      keyAt = performance.now();
      walk.note("host_key", "ok", `It is the one you accepted: ${key.fingerprint}.`, Math.round(keyAt - began));
    },
  });
  try {
    const connection = await shaking;
    walk.note("sign_in", "ok", `Signed in as ${host.username}.`, Math.round(performance.now() - (keyAt ?? began)));
    return connection;
  } catch (error) {
    return walk.step(keyAt === null ? "host_key" : "sign_in", () => Promise.reject(error));
  }
}

async function lookAround(walk: Walk, transport: SshTransport | LocalTransport, now: () => Date): Promise<HostFacts> {
  const { found, noise, skew } = await walk.step("shell", () => askShell(transport, now));
  const fileTransfer = await walk.step("sftp", () => askSftp(transport));
  const freeBytes = await walk.step("disk", () => askDisk(transport, found));
  const { disk: _disk, ...rest } = found;
  return { ...rest, checkedAt: now().toISOString(), fileTransfer, freeBytes, noise: noise === "" ? null : noise.slice(0, noiseShown), clockSkewMs: skew };
}

async function askShell(transport: SshTransport | LocalTransport, now: () => Date): Promise<{ answer: { found: Found; noise: string; skew: number | null } } & Outcome> {
  const before = now().getTime();
  const clock = readClock((await transport.exec(clockScript)).stdout);
  const skew = clock === null ? null : Math.round(clock - (before + now().getTime()) / 2);
  const { stdout, noise } = await ask(transport, factsScript);
  const found = readFacts(stdout);
  const words = [`${found.os ?? "Unknown system"}, ${found.python ? `Python ${found.pythonVersion ?? ""} at ${found.python}` : "no Python"}, ${found.scheduler ?? "no batch system"}.`];
  if (noise !== "") words.push(`Its login scripts print on every command: “${noise.slice(0, noiseShown)}”. Sqmpy takes that off; let them print only in interactive shells to be rid of it.`);
  if (skew !== null && Math.abs(skew) > noticeableSkewMs) words.push(`Its clock is ${Math.round(Math.abs(skew) / 1_000)} s ${skew > 0 ? "ahead of" : "behind"} ours.`);
  return { answer: { found, noise, skew }, outcome: words.length > 1 ? "warning" : "ok", detail: words.join(" ") };
}

async function ask(transport: SshTransport | LocalTransport, script: string): Promise<{ stdout: string; noise: string }> {
  if (!(transport instanceof SshTransport)) return { stdout: (await transport.exec(script)).stdout, noise: "" };
  const { stdout, noise } = await transport.execRaw(script);
  return { stdout: stdout.toString("utf8"), noise: noise.trim() };
}

async function askSftp(transport: SshTransport | LocalTransport): Promise<{ answer: HostFacts["fileTransfer"] } & Outcome> {
  if (!(transport instanceof SshTransport)) return { answer: "sftp", outcome: "ok", detail: "Files are read and written directly." };
  await transport.files();
  if (transport.sftpTrouble === null) return { answer: "sftp", outcome: "ok", detail: "SFTP works." };
  return {
    answer: "shell",
    outcome: "warning",
    detail: `SFTP does not work (${transport.sftpTrouble}). Mostly login scripts that print something are the cause. Files go through plain commands instead, which is slower but safe.`,
  };
}

async function askDisk(transport: Transport, { disk, home }: Found): Promise<{ answer: number | null } & Outcome> {
  const space = disk === null ? null : readFreeSpace(disk);
  const { exitCode, stdout } = await transport.exec(homeWritableScript);
  if (exitCode !== 0) {
    if (isFullText(stdout)) throw diskFull(home ?? "~", space, /quota/i.test(stdout));
    throw new AppError("remote", `Nothing can be written into the home directory ${home ?? ""} (${stdout.trim().slice(0, 200) || "unknown why"}). Ask the host's administrators, or give jobs another working directory.`);
  }
  if (!space) return { answer: null, outcome: "ok", detail: "The home directory can be written to." };
  const free = `${formatBytes(space.freeBytes)} are free on ${space.mount}.`;
  if (space.freeBytes < lowDiskBytes) return { answer: space.freeBytes, outcome: "warning", detail: `Only ${free} Jobs may run out of space.` };
  return { answer: space.freeBytes, outcome: "ok", detail: free };
}
