import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freeFixedPorts } from "./free-port";

export interface InngestServerOptions {
  /** Seconds from a failed attempt to the next; without it the server's own, which begin at 15. */
  retrySeconds?: number;
}

/** A real Inngest server, as `inngest start` runs it on one machine. */
export interface InngestServer {
  readonly baseUrl: string;
  readonly eventKey: string;
  readonly signingKey: string;
  /** What Sqmpy's environment needs to use it. */
  readonly environment: Record<string, string>;
  /** All that it printed. */
  output(): string;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** The same server again, on its port and its folder. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Null when `SQMPY_INNGEST_BIN` names the program of an Inngest server; else a sentence that says what is missing. */
export function whyNoInngestServer(): string | null {
  const program = process.env.SQMPY_INNGEST_BIN;
  if (!program) return "SQMPY_INNGEST_BIN is not set";
  try {
    accessSync(program, constants.X_OK);
    return null;
  } catch {
    return `SQMPY_INNGEST_BIN is “${program}”, where there is no program`;
  }
}

export async function startInngestServer(options: InngestServerOptions = {}): Promise<InngestServer> {
  const folder = mkdtempSync(join(tmpdir(), "sqmpy-inngest-"));
  const ports = await freeFixedPorts(4);
  const eventKey = randomBytes(16).toString("hex");
  const signingKey = randomBytes(32).toString("hex");
  const baseUrl = `http://127.0.0.1:${ports[0]}`;
  let printed = "";
  let child = await launch();

  async function launch(): Promise<ChildProcess> {
    const started = spawn(process.env.SQMPY_INNGEST_BIN ?? "", argumentsOf({ ports, folder, eventKey, signingKey, ...options }), {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, DO_NOT_TRACK: "1", NODE_ENV: "production" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [started.stdout, started.stderr]) stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    try {
      await answers(baseUrl, started, () => printed);
      return started;
    } catch (error) {
      await kill(started);
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  return {
    baseUrl,
    eventKey,
    signingKey,
    environment: { INNGEST_BASE_URL: baseUrl, INNGEST_EVENT_KEY: eventKey, INNGEST_SIGNING_KEY: signingKey },
    output: () => printed,
    kill: () => kill(child),
    async start() {
      child = await launch();
    },
    async stop() {
      await kill(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Settings extends InngestServerOptions {
  ports: number[];
  folder: string;
  eventKey: string;
  signingKey: string;
}

function argumentsOf({ ports, folder, eventKey, signingKey, retrySeconds }: Settings): string[] {
  const [port, gateway, gatewayGrpc, executorGrpc] = ports.map(String);
  const given = {
    "--host": "127.0.0.1",
    "--port": port,
    "--connect-gateway-port": gateway,
    "--connect-gateway-grpc-port": gatewayGrpc,
    "--connect-executor-grpc-port": executorGrpc,
    "--sqlite-dir": folder,
    "--event-key": eventKey,
    "--signing-key": signingKey,
    "--retry-interval": retrySeconds && String(retrySeconds),
  };
  return ["start", "--no-ui", "--log-level", "warn", ...Object.entries(given).flatMap(([name, value]) => (value ? [name, value] : []))];
}

async function answers(baseUrl: string, child: ChildProcess, output: () => string): Promise<void> {
  for (const end = performance.now() + 20_000; performance.now() < end; ) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    try {
      if ((await fetch(`${baseUrl}/health`)).ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`The Inngest server did not start. It printed:\n${output()}`);
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}
