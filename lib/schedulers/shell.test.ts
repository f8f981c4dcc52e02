import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { processesWith } from "@/e2e/support/processes";
import type { Job } from "../domain/job";
import { readExitRecord } from "./read-records";
import { placeOf, type ExecResult, type JobPlace, type RemoteCall } from "./scheduler";
import { shell } from "./shell";
import { killGroupLater } from "./wrapper";

const shells = ["dash", "bash", "busybox"].filter((name) => {
  try {
    execFileSync("which", [name]);
    return true;
  } catch {
    return false;
  }
});

function run(program: string, command: string, stdin = ""): Promise<ExecResult> {
  const words = program === "busybox" ? ["sh", "-c", command] : ["-c", command];
  const child = spawn(program, words, { stdio: [stdin === "" ? "ignore" : "pipe", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  // What does not read its input is no error: its exit code tells.
  child.stdin?.on("error", () => undefined).end(stdin);
  return new Promise((resolve) => child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr })));
}

interface Case {
  script: string;
  interpreter?: string[];
  arguments?: string[];
  environment?: { name: string; value: string }[];
  walltimeSeconds?: number;
  scriptName?: string;
}

function lay({ script, interpreter = ["sh"], scriptName = "job.sh", walltimeSeconds, ...rest }: Case): JobPlace {
  const directory = join(mkdtempSync(join(tmpdir(), "sqmpy-shell-")), "it's a “dir” with $blanks");
  const place = placeOf({ id: "testjob" as Job["id"] }, directory);
  mkdirSync(place.control, { recursive: true });
  writeFileSync(join(directory, scriptName), script);
  chmodSync(join(directory, scriptName), 0o700);
  const files = shell.render(
    {
      id: "testjob" as Job["id"],
      scriptName,
      interpreter,
      arguments: rest.arguments ?? [],
      environment: rest.environment ?? [],
      walltimeSeconds: walltimeSeconds ?? null,
      graceSeconds: 1,
    },
    place,
  );
  for (const file of files) writeFileSync(join(place.control, file.name), file.text);
  return place;
}

async function until<Value>(look: () => Value | null | undefined | false, seconds = 20): Promise<Value> {
  for (const end = Date.now() + seconds * 1_000; Date.now() < end; ) {
    const value = look();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("It did not happen in time.");
}

const exitOf = (place: JobPlace) => () =>
  existsSync(join(place.control, "exit")) ? readExitRecord(readFileSync(join(place.control, "exit"), "utf8")) : null;
const stdoutOf = (place: JobPlace) => readFileSync(join(place.control, "stdout"), "utf8");

const childOf = (place: JobPlace) => /pid=(\d+)/.exec(readFileSync(join(place.control, "child"), "utf8"))?.[1];

test("what is to be ended later is left alone when its pid has gone to another process", async () => {
  const sleeper = spawn("sleep", ["30"], { detached: true, stdio: "ignore" });
  const pid = String(sleeper.pid);
  const start = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[19] ?? "";
  await run("sh", `sh -c ${killGroupLater} sqmpy-kill 0 ${pid} ${Number(start) - 1}`);
  expect(sleeper.signalCode).toBeNull();
  const ended = new Promise((resolve) => sleeper.once("exit", (_code, signal) => resolve(signal)));
  await run("sh", `sh -c ${killGroupLater} sqmpy-kill 0 ${pid} ${start}`);
  expect(await ended).toBe("SIGKILL");
});

/** A command as on a host where a new session takes so long to start. */
function onSlowHost(command: string, seconds: number): string {
  const folder = mkdtempSync(join(tmpdir(), "sqmpy-slow-"));
  writeFileSync(join(folder, "setsid"), `#!/bin/sh\nsleep ${seconds}\nPATH=\${PATH#*:}\nexec setsid "$@"\n`, { mode: 0o700 });
  return `PATH='${folder}':$PATH\n${command}`;
}

test("a host that is slow to start a process is waited for, and a refusal of the process is not", async () => {
  const place = lay({ script: "echo ran" });
  const { command, read } = shell.submit(place, "sh", [], []);
  expect(read(await run("sh", onSlowHost(command, 6)))).toMatchObject({ outcome: "started" });
  await until(exitOf(place));
  expect(stdoutOf(place)).toBe("ran\n");

  const refused = lay({ script: "echo ran" });
  writeFileSync(join(refused.control, "run.sh"), "echo 'no space left on device' >&2; exit 1\n");
  await expect(run("sh", shell.submit(refused, "sh", [], []).command).then(read)).rejects.toMatchObject({ code: "disk_full" });
});

test("a host that has not started it after a minute fails no job: it is asked again", () => {
  const { read } = shell.submit(placeOf({ id: "testjob" as Job["id"] }, "/home/ada"), "sh", [], []);
  expect(() => read({ exitCode: 0, stdout: "starting\n", stderr: "" })).toThrow(expect.objectContaining({ code: "unreachable" }) as Error);
});

describe.each(shells)("the wrapper under %s", (program) => {
  const ask = async <Answer>(remote: RemoteCall<Answer>) => remote.read(await run(program, remote.command, remote.stdin));

  test("runs the script once, in its directory, with its arguments and environment", async () => {
    const place = lay({
      script: `printf '%s|' "$@" "$GREETING" "$PWD"; echo oops >&2; exit 7`,
      arguments: ["a b", "-x", "it's", "$HOME", "new\nline", "ü"],
      environment: [{ name: "GREETING", value: `"hi" $(date) 'there'` }],
    });
    const answer = await ask(shell.submit(place, "sh", [], []));
    expect(answer.outcome).toBe("started");
    const exit = await until(exitOf(place));
    expect(exit).toMatchObject({ code: 7, signal: null, cause: "itself", leftProcesses: 0 });
    expect(exit.endedAt.getTime()).toBeGreaterThanOrEqual(exit.startedAt.getTime());
    expect(stdoutOf(place)).toBe(`a b|-x|it's|$HOME|new\nline|ü|"hi" $(date) 'there'|${place.directory}|`);
    expect(readFileSync(join(place.control, "stderr"), "utf8")).toBe("oops\n");
  });

  test("answers the same id however often and at once it is asked, and starts once", async () => {
    const place = lay({ script: "echo started >>count; sleep 1" });
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(shell.submit(place, "sh", [], []))));
    const later = await ask(shell.submit(place, "sh", [], []));
    expect(new Set([...answers, later].map((answer) => JSON.stringify(answer))).size).toBe(1);
    await until(exitOf(place));
    const again = await ask(shell.submit(place, "sh", [], []));
    expect(again).toEqual(later);
    expect(readFileSync(join(place.directory, "count"), "utf8")).toBe("started\n");
  });

  test("tells a signal from an exit code", async () => {
    const place = lay({ script: "kill -SEGV $$" });
    await ask(shell.submit(place, "sh", [], []));
    expect(await until(exitOf(place))).toMatchObject({ signal: "SIGSEGV", cause: "itself" });
  });

  test("sees a running process, a gone one, a reboot and another machine", async () => {
    const place = lay({ script: "sleep 30" });
    const answer = await ask(shell.submit(place, "sh", [], []));
    if (answer.outcome !== "started") throw new Error("not started");
    const [pid, start, boot, host] = answer.nativeId.split(" ");
    const ids = [
      answer.nativeId,
      `${pid} ${Number(start) - 1} ${boot} ${host}`,
      `${pid} ${start} other-boot ${host}`,
      `${pid} ${start} other-boot other-host`,
      `999999999 5 ${boot} ${host}`,
    ];
    const seen = await ask(shell.status(ids));
    expect(ids.map((id) => seen.get(id))).toEqual(["alive", "gone", "rebooted", "elsewhere", "gone"]);
    expect(await ask(shell.cancel(place, 2))).toBe("asked");
    expect(await until(exitOf(place))).toMatchObject({ cause: "cancel", signal: "SIGTERM" });
  });

  test("cancel ends the whole group, also what ignores TERM", async () => {
    const place = lay({ script: "trap '' TERM; sleep 61 & echo $! >sleeper; echo $$ >leader; while :; do sleep 0.2; done" });
    await ask(shell.submit(place, "sh", [], []));
    const sleeper = await until(() => existsSync(join(place.directory, "leader")) && readFileSync(join(place.directory, "sleeper"), "utf8").trim());
    expect(await ask(shell.cancel(place, 1))).toBe("asked");
    expect(await until(exitOf(place))).toMatchObject({ cause: "cancel", signal: "SIGKILL" });
    expect(existsSync(`/proc/${sleeper}`) && !/^\d+ \(sleep\) Z/.test(readFileSync(`/proc/${sleeper}/stat`, "utf8"))).toBe(false);
  });

  test("leaves no clock behind, however soon it ends", async () => {
    const places = Array.from({ length: 25 }, () => lay({ script: "", interpreter: ["true"], walltimeSeconds: 7_531 }));
    for (const place of places) await ask(shell.submit(place, "sh", [], []));
    for (const place of places) await until(exitOf(place));
    const canceled = lay({ script: "exec sleep 62" });
    await ask(shell.submit(canceled, "sh", [], []));
    await ask(shell.cancel(canceled, 1));
    await until(exitOf(canceled));
    await until(() => [...processesWith("sqmpy-walltime 7531"), ...processesWith(`sqmpy-kill 1 ${childOf(canceled)}`)].length === 0, 3);
  });

  test("a cancel before the start prevents it for ever", async () => {
    const place = lay({ script: "echo ran >proof" });
    expect(await ask(shell.cancel(place, 1))).toBe("prevented");
    expect(await ask(shell.cancel(place, 1))).toBe("prevented");
    expect(await ask(shell.submit(place, "sh", [], []))).toEqual({ outcome: "prevented" });
    expect(existsSync(join(place.directory, "proof"))).toBe(false);
  });

  test("what could not start is kept from starting, unless it has", async () => {
    const place = lay({ script: "echo ran" });
    expect(await ask(shell.prevent(place))).toBe("prevented");
    expect(await ask(shell.prevent(place))).toBe("prevented");
    expect(await ask(shell.submit(place, "sh", [], []))).toEqual({ outcome: "prevented" });

    const begun = lay({ script: "echo ran" });
    await ask(shell.submit(begun, "sh", [], []));
    expect(await ask(shell.prevent(begun))).toBe("started");

    const odd = lay({ script: "echo ran" });
    mkdirSync(join(odd.control, "run.lock"));
    expect(await ask(shell.prevent(odd))).toBe("unknown");
    expect(await ask(shell.submit(odd, "sh", [], []))).toEqual({ outcome: "locked" });

    expect(await ask(shell.prevent({ directory: "/proc/nowhere", control: "/proc/nowhere/.sqmpy/x" }))).toBe("prevented");
  });

  test("stops at its walltime", async () => {
    const place = lay({ script: "echo begin; sleep 60; echo never", walltimeSeconds: 1 });
    await ask(shell.submit(place, "sh", [], []));
    expect(await until(exitOf(place))).toMatchObject({ cause: "walltime", signal: "SIGTERM" });
    expect(stdoutOf(place)).toBe("begin\n");
  });

  test("a script that forks and exits has ended, and what it left is counted", async () => {
    const place = lay({ script: "sleep 62 & exit 0" });
    await ask(shell.submit(place, "sh", [], []));
    expect(await until(exitOf(place))).toMatchObject({ code: 0, cause: "itself", leftProcesses: 1 });
    expect(await ask(shell.cancel(place, 1))).toBe("ended");
  });

  test("names a missing program", async () => {
    const place = lay({ script: "x", interpreter: ["no-such-program"] });
    await expect(ask(shell.submit(place, "no-such-program", [], []))).rejects.toThrow("no program “no-such-program”");
  });

  test("runs a script whose name begins with a dash", async () => {
    const place = lay({ script: "echo fine", scriptName: "-rf x.sh" });
    await ask(shell.submit(place, "sh", [], []));
    await until(exitOf(place));
    expect(stdoutOf(place)).toBe("fine\n");
  });
});
