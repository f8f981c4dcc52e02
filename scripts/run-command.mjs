import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import path from "node:path";
import { projectEnvironment, root } from "./project.mjs";

const kept = 200_000;
const running = new Set();

/**
 * Runs a command quietly. Answers its exit code, the last of its output, and how long it took in milliseconds.
 * `log`: a file for all of its output. `onLine`: called with each line.
 */
export function runCommand(command, args, { env = {}, log, onLine } = {}) {
  return new Promise((resolve) => {
    const began = performance.now();
    const child = spawn(command, args, { cwd: root, env: projectEnvironment(env), stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);

    if (log) mkdirSync(path.dirname(log), { recursive: true });
    const file = log ? createWriteStream(log) : null;
    let output = "";
    let unfinished = "";

    function take(chunk) {
      file?.write(chunk);
      output = (output + chunk).slice(-kept);
      if (!onLine) return;
      const lines = (unfinished + chunk).split("\n");
      unfinished = lines.pop() ?? "";
      lines.forEach(onLine);
    }

    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    child.on("error", (error) => {
      take(`${command}: ${error.message}\n`);
      finish(127);
    });
    child.on("close", (code, signal) => finish(code ?? (signal === "SIGINT" ? 130 : 143)));

    function finish(code) {
      running.delete(child);
      file?.end();
      resolve({ code, output, took: performance.now() - began });
    }
  });
}

/** Ends what runs when the person stops us. */
export function stopWithSignals() {
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      for (const child of running) child.kill(signal);
      console.error("\nStopped.");
      process.exit(signal === "SIGINT" ? 130 : 143);
    });
  }
}

export const lastLines = (output, amount = 40) => output.trimEnd().split("\n").slice(-amount).join("\n");
