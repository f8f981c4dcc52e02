import { spawn, type ChildProcess } from "node:child_process";
import { createServer } from "node:net";

export interface RunningApp {
  url: string;
  port: number;
  process: ChildProcess;
  /** Milliseconds from the start of the process to the first answer. */
  startedIn: number;
  /** All that it printed. */
  output(): string;
  /** SIGTERM, and waits for its end; answers the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL, and waits. */
  kill(): Promise<void>;
}

/** Starts the built app as `npm run start` does, with this environment and no `.env`, and waits for its first answer. */
export async function startApp(environment: Record<string, string>, options: { port?: number; patienceMs?: number } = {}): Promise<RunningApp> {
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const child = spawn(process.execPath, ["--import", "tsx", "server.ts"], {
    env: { ...plainEnvironment(), PORT: String(port), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });

  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));

  await answers(url, child, options.patienceMs ?? 30_000, () => printed);
  return {
    url,
    port,
    process: child,
    startedIn: performance.now() - began,
    output: () => printed,
    async stop() {
      child.kill("SIGTERM");
      return ended;
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, USER, TMPDIR, SSH_AUTH_SOCK } = process.env;
  return { PATH, HOME, LANG, USER, TMPDIR, SSH_AUTH_SOCK, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
}

async function answers(url: string, child: ChildProcess, patienceMs: number, output: () => string): Promise<void> {
  for (const end = performance.now() + patienceMs; performance.now() < end; ) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    try {
      const response = await fetch(`${url}/manifest.webmanifest`, { redirect: "manual" });
      await response.arrayBuffer();
      if (response.status < 500) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`The app did not start in ${patienceMs} ms. It printed:\n${output()}`);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No port could be had.");
  return address.port;
}
