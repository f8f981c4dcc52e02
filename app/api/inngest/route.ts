import { serve } from "inngest/next";
import { functionsOf } from "@/inngest/functions";
import { inngest } from "@/inngest/client";
import { loadEnv } from "@/lib/env";

type Handler = (request: Request, context: unknown) => Promise<Response>;

/** For a real Inngest server alone: the embedded engine calls the functions inside the process, and nobody else may. */
function only(method: "GET" | "POST" | "PUT"): Handler {
  return async (request, context) => {
    if (!loadEnv().inngest) return new Response("Not found", { status: 404 });
    const client = inngest();
    return (serve({ client, functions: functionsOf(client) })[method] as Handler)(request, context);
  };
}

export const GET = only("GET");
export const POST = only("POST");
export const PUT = only("PUT");
