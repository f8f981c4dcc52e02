import { join } from "node:path";
import { serve } from "inngest/edge";
import { loadEnv } from "@/lib/env";
import { sweep } from "@/lib/runner/sweep";
import { createSqmpy } from "@/lib/wiring";
import { inngest } from "./client";
import { createEngine } from "./engine/engine";
import { functionsOf } from "./functions";
import { tellBy } from "./tell";

/** Wires the app, starts the engine that drives it, and takes up what was left when the last process ended. */
export async function startSqmpy(): Promise<void> {
  if (globalThis.sqmpyInstance) return;
  const env = loadEnv();
  const app = createSqmpy({ env, tell: tellBy });
  globalThis.sqmpyInstance = app;

  if (!env.inngest) {
    const engine = createEngine({
      databasePath: join(env.dataDir, "engine.sqlite"),
      handler: serve({ client: inngest(), functions: functionsOf(inngest()) }),
      log: (level, message, facts) => app.services.log(level === "error" ? "error" : "info", message, facts),
    });
    globalThis.sqmpyEngine = engine;
    app.onClose(() => engine.stop());
    await engine.start();
  }
  const found = await sweep(app.services, 0);
  if (Object.values(found).some((count) => count > 0)) app.services.log("info", "taken up again", found);
}
