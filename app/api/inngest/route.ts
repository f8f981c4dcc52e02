import { serveToServer } from "@/inngest/serve-to-server";
import { loadEnv } from "@/lib/env";

/** For a real Inngest server alone: the embedded engine calls the functions inside the process, and nobody else may. */
async function answer(request: Request): Promise<Response> {
  if (!loadEnv().inngest) return new Response("Not found", { status: 404 });
  return serveToServer()(request);
}

export { answer as GET, answer as POST, answer as PUT };
