import { join } from "node:path";
import { serve } from "inngest/edge";
import { loadEnv } from "@/lib/env";
import { sweep } from "@/lib/runner/sweep";
import { createSqmpy, type Sqmpy } from "@/lib/wiring";
import { inngest } from "./client";
import { createEngine } from "./engine/engine";
import { functionsOf } from "./functions";
import { stayRegistered } from "./stay-registered";
import { tellBy } from "./tell";

/** Wires the app, starts the engine that drives it, and takes up what was left when the last process ended. */
export async function startSqmpy(): Promise<void> {
  if (globalThis.sqmpyInstance) return;
  const app = createSqmpy({ env: loadEnv(), tell: tellBy });
  globalThis.sqmpyInstance = app;

  if (app.env.inngest) {
    // The server calls us as soon as it knows us, and may not be there yet: nobody waits for it.
    const stop = stayRegistered(app.services.log, () => takeUp(app));
    app.onClose(async () => stop());
  } else {
    await startEngine(app);
    await takeUp(app);
  }
}

async function startEngine(app: Sqmpy): Promise<void> {
  const engine = createEngine({
    databasePath: join(app.env.dataDir, "engine.sqlite"),
    handler: serve({ client: inngest(), functions: functionsOf(inngest()) }),
    log: (level, message, facts) => app.services.log(level === "error" ? "error" : "info", message, facts),
  });
  globalThis.sqmpyEngine = engine;
  app.onClose(() => engine.stop());
  await engine.start();
}

async function takeUp({ services }: Sqmpy): Promise<void> {
  const found = await sweep(services, 0);
  if (Object.values(found).some((count) => count > 0)) services.log("info", "taken up again", found);
}
