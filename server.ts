import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { makeSetupToken } from "./lib/auth/setup-token";
import { EnvError, loadEnv, type Env } from "./lib/env";
import { hardenRequest } from "./lib/http/harden-request";
import { sendStreamLength } from "./lib/http/send-stream-length";

const dev = process.argv.includes("--dev");
// Milliseconds.
const grace = 800;
const patience = 5_000;

/** Its message is all that the terminal needs. */
class CannotListen extends Error {}

main().catch((error: unknown) => {
  console.error(error instanceof EnvError || error instanceof CannotListen ? error.message : error);
  process.exit(1);
});

async function main(): Promise<void> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  const env = loadEnv();
  makeDataFolder(env.dataDir);
  Object.assign(process.env, {
    PORT: String(env.port),
    NODE_ENV: dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: process.env.NEXT_TELEMETRY_DISABLED ?? "1",
  });

  const server = createServer();
  server.requestTimeout = 0;
  server.headersTimeout = 30_000;
  stopOnSignals(server);
  await listen(server, env);

  const handler = prepare(server, env);
  server.on("request", async (request, response) => {
    try {
      const refusal = hardenRequest(request, response, { env, dev });
      if (refusal) {
        response.writeHead(403, { "content-type": "text/plain; charset=utf-8" }).end(`${refusal}\n`);
        return;
      }
      sendStreamLength(response);
      const handle = await handler;
      await handle(request, response);
    } catch (error) {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  });

  await handler;
  printWelcome(env);
}

function listen(server: Server, env: Env): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(inWords(error, env)));
    server.listen(env.port, env.bind, resolve);
  });
}

/** Loads Next, which reads the environment as it does so, and starts the app. */
async function prepare(server: Server, env: Env) {
  const { default: next } = await import("next");
  const app = next({ dev, hostname: env.bind, port: env.port, httpServer: server });
  await app.prepare();
  return app.getRequestHandler();
}

function makeDataFolder(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
}

function inWords(error: NodeJS.ErrnoException, env: Env): Error {
  const place = `${env.bind}:${env.port}`;
  const said = {
    EADDRINUSE: `Something already listens on ${place}: perhaps another Sqmpy. Stop it, or choose another port. Example: PORT=${env.port + 1} npm run up`,
    EACCES: `This account may not listen on ${place}: ports below 1024 are for root. Example: PORT=3000 npm run up`,
    EADDRNOTAVAIL: `This computer has no address ${env.bind}. Example: SQMPY_BIND=127.0.0.1`,
  }[error.code ?? ""];
  return said ? new CannotListen(said) : error;
}

/** Lets short requests end, cuts the streams, then closes what lies behind. */
function stopOnSignals(server: Server): void {
  let stoppingSince: number | null = null;

  async function stop(): Promise<void> {
    // Ctrl-C in a terminal reaches us twice: from the terminal, and from the npm script above.
    if (stoppingSince !== null) {
      if (Date.now() - stoppingSince > 1_000) process.exit(1);
      return;
    }
    stoppingSince = Date.now();
    console.log("\nStopping. Jobs on their hosts go on; Sqmpy finds them again at the next start.");

    setTimeout(() => {
      console.error("Sqmpy did not stop in time: it ends now. Nothing is lost.");
      process.exit(0);
    }, patience).unref();

    const closed = new Promise((resolve) => server.close(resolve));
    await Promise.race([closed, pause(grace)]);
    server.closeAllConnections();
    await globalThis.sqmpyInstance?.close();
    process.exit(0);
  }

  function stopOrFail(): void {
    stop().catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  }

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stopOrFail);
  // `npm run up` holds the other end: it is gone when this closes.
  if (process.connected) process.on("disconnect", stopOrFail);
}

function printWelcome(env: Env): void {
  const desk = globalThis.sqmpyInstance?.desk;
  const here = `http://${env.bind.includes(":") ? `[${env.bind}]` : env.bind === "0.0.0.0" ? "127.0.0.1" : env.bind}:${env.port}`;
  console.log(`\n  Sqmpy is ready: ${here}`);
  if (env.url !== here) console.log(`  Links in mail lead to ${env.url}`);

  if (env.loginDisabled) {
    console.log("  Single-user mode: no sign-in, and only this computer can open it.");
  } else if (desk && desk.users.count() === 0) {
    const base = env.url === `http://127.0.0.1:${env.port}` ? here : env.url;
    console.log("\n  No account yet. Open this link once to make the first one, the admin's:");
    console.log(`  ${base}/setup?token=${makeSetupToken(desk.settings)}`);
  }
  console.log("\n  Ctrl-C stops it.\n");
}
