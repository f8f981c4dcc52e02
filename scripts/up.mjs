import { spawn } from "node:child_process";
import { buildIfNeeded } from "./build-app.mjs";
import { installPackages } from "./install-packages.mjs";
import { installSshCrypto } from "./install-ssh-crypto.mjs";
import { createProgress, endWith } from "./progress.mjs";
import { inRoot, projectEnvironment, refuseOldNode, root } from "./project.mjs";
import { stopWithSignals } from "./run-command.mjs";

refuseOldNode();
stopWithSignals();
up().catch(endWith);

async function up() {
  const step = createProgress(4);
  await step("Packages", installPackages);
  await step("Fast SSH", installSshCrypto);
  await step("App", buildIfNeeded);
  console.log("[4/4] Start");
  start();
}

/** The server is told of each stop, and of our own end by the closing of the channel between us. */
function start() {
  const server = spawn(inRoot("node_modules", ".bin", "node"), ["--import", "tsx", "server.ts"], {
    cwd: root,
    env: projectEnvironment({ NODE_ENV: "production" }),
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.removeAllListeners(signal);
    process.on(signal, () => server.kill(signal === "SIGHUP" ? "SIGTERM" : signal));
  }
  server.on("error", endWith);
  server.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGKILL" ? 137 : 1);
    process.exit();
  });
}
