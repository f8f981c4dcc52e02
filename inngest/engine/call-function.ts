import type { Core, Flight, FunctionPlan } from "./core";
import { isUnderway } from "./underway";

/** One thing that the SDK asks for, or reports. */
export interface Op {
  id: string;
  op: string;
  name?: string;
  data?: unknown;
  error?: unknown;
  opts?: { if?: string; timeout?: string; function_id?: string; payload?: { data?: Record<string, unknown> } };
}

export type Answer =
  | { kind: "result"; json: string }
  | { kind: "ops"; ops: Op[]; mayRetry: boolean; retryAfter: string | null }
  | { kind: "error"; json: string; mayRetry: boolean; retryAfter: string | null }
  | { kind: "fault"; message: string };

/** Makes one call request (SDK_SPEC 4.4) and reads what came back; never throws for what the handler does. */
export async function callFunction(core: Core, plan: FunctionPlan, flight: Flight): Promise<Answer> {
  const url = new URL(plan.url);
  url.searchParams.set("stepId", flight.stepId || "step");

  const request = new Request(url, {
    method: "POST",
    headers: {
      host: url.host, // the SDK's adapter does not read an address without it
      "content-type": "application/json",
      "x-inngest-server-kind": "dev",
      "x-run-id": flight.runId,
    },
    body: bodyOf(core, plan, flight),
  });

  try {
    return await readAnswer(await core.handler(request));
  } catch (error) {
    return { kind: "fault", message: error instanceof Error ? error.message : String(error) };
  }
}

/** Written by hand around stored JSON, so that a run's state is not parsed for each of its calls. */
function bodyOf(core: Core, plan: FunctionPlan, { id, runId, stepId, event, attempt }: Flight): string {
  const steps = core.db.all<{ step_id: string; result: string }>(
    "SELECT step_id, result FROM step WHERE run_id = ? ORDER BY seq",
    runId,
  );
  const order = steps.map((step) => step.step_id);

  const ctx = {
    run_id: runId,
    attempt,
    max_attempts: plan.maxAttempts,
    // Without this a look at the function would run a step that is already on its way elsewhere.
    disable_immediate_execution: stepId === "" && isUnderway(core, runId, id),
    use_api: false,
    stack: { stack: order, current: order.length },
    // No fn_id: the SDK then leaves checkpointing off, and every result comes back through here.
  };

  const state = steps.map((step) => `"${step.step_id}":${step.result}`).join(",");
  return `{"version":-1,"event":${event},"events":[${event}],"steps":{${state}},"ctx":${JSON.stringify(ctx)}}`;
}

async function readAnswer(response: Response): Promise<Answer> {
  const body = await response.text();
  if (!response.headers.has("x-inngest-sdk-handled")) {
    return { kind: "fault", message: `The handler answered ${response.status} without the SDK.` };
  }

  const mayRetry = response.headers.get("x-inngest-no-retry") !== "true";
  const retryAfter = response.headers.get("retry-after");
  if (response.status === 206) return { kind: "ops", ops: readOps(body), mayRetry, retryAfter };
  if (response.status === 200) return { kind: "result", json: JSON.stringify(JSON.parse(body || "null")) };
  return { kind: "error", json: readError(body, response.status), mayRetry, retryAfter };
}

function readOps(body: string): Op[] {
  const ops = [JSON.parse(body) as Op | Op[]].flat();
  if (ops.length === 0) throw new Error("The function asked for nothing, and did not end.");
  return ops;
}

function readError(body: string, status: number): string {
  try {
    const error: unknown = JSON.parse(body);
    if (typeof error === "object" && error !== null) return body;
  } catch {
    // Not JSON: the text below says as much as there is to say.
  }
  return JSON.stringify({ name: "Error", message: `The function answered ${status}: ${body.slice(0, 1_000)}` });
}
