import type { Inngest } from "inngest";
import { sweep } from "@/lib/runner/sweep";
import { sqmpy } from "@/lib/wiring";

/** Each minute: takes up what a lost event left lying. */
export function sweepFunction(client: Inngest) {
  return client.createFunction(
    { id: "sweep", triggers: [{ cron: "* * * * *" }], retries: 0, concurrency: { limit: 1 } },
    async () => sweep(sqmpy().services),
  );
}
