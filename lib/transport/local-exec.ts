import { spawn } from "node:child_process";
import { AppError } from "@/lib/domain/errors";
import type { ExecResult } from "@/lib/schedulers/scheduler";
import { localEnvironment } from "./local-environment";
import { forSh } from "./login-shell";
import { Collector, tooLong, tooSlow, usualExecBytes, usualExecMs } from "./ssh-exec";
import type { ExecOptions } from "./transport";

const here = "This computer";
/** How long output may still come once the command has ended, where something it left behind holds the pipe open. */
const lingerMs = 500;

/** Runs a command line with `sh` in a process group of its own, which a timeout ends; what it moves to another session lives on. */
export function execLocally(command: string, { stdin, timeoutMs = usualExecMs, maxBytes = usualExecBytes }: ExecOptions = {}): Promise<ExecResult> {
  return new Promise((resolve, reject) => {
    const { argv, preface } = forSh(command, stdin !== undefined);
    const child = spawn("/bin/sh", argv, { cwd: "/", detached: true, env: localEnvironment(), stdio: "pipe" });
    const stdout = new Collector(maxBytes);
    const stderr = new Collector(maxBytes);
    let linger: NodeJS.Timeout | undefined;

    function fail(reason: AppError): void {
      endGroup(child.pid);
      release();
      reject(reason);
    }

    function release(): void {
      clearTimeout(timer);
      clearTimeout(linger);
      child.stdout.destroy();
      child.stderr.destroy();
    }

    function finish(exitCode: number | null): void {
      release();
      resolve({ exitCode, stdout: stdout.bytes().toString("utf8"), stderr: stderr.bytes().toString("utf8") });
    }

    const timer = setTimeout(() => fail(tooSlow(here, timeoutMs)), timeoutMs);
    for (const [stream, collector] of [
      [child.stdout, stdout],
      [child.stderr, stderr],
    ] as const) {
      stream.on("data", (chunk: Buffer) => {
        if (!collector.add(chunk)) fail(tooLong(here, maxBytes));
      });
    }
    child.once("error", (cause) => fail(new AppError("remote", `This computer could not start a command (${cause.message}).`, { cause })));
    child.once("exit", (code) => {
      linger = setTimeout(() => finish(code), lingerMs);
      child.once("close", () => finish(code));
    });
    // A command that does not read its input is no error: its exit code tells.
    child.stdin.on("error", () => undefined);
    if (preface) child.stdin.write(preface);
    child.stdin.end(stdin ?? "");
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
