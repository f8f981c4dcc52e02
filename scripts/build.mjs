import { buildApp } from "./build-app.mjs";
import { createProgress, endWith } from "./progress.mjs";
import { stopWithSignals } from "./run-command.mjs";

stopWithSignals();
createProgress(1)("Build", () => buildApp()).catch(endWith);
