import { messageOf } from "@/lib/domain/errors";
import type { Services } from "@/lib/runner/services";
import { registerAtServer } from "./serve-to-server";

const everyMs = 60_000;
const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

/**
 * Registers the functions at the Inngest server as soon as it answers, and again each minute: a server that came back
 * without its store knows them no more. `onRegistered` is called at first, and when the server has been away; answers
 * how to end it.
 */
export function stayRegistered(log: Services["log"], onRegistered: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let isRegistered = false;
  let failures = 0;

  async function register(): Promise<void> {
    try {
      await registerAtServer();
      if (failures > 0) log("info", "the Inngest server has taken the functions");
      failures = 0;
      if (!isRegistered && !isStopped) await onRegistered();
      isRegistered = true;
    } catch (error) {
      isRegistered = false;
      failures += 1;
      if (failures === 1) log("warn", "the Inngest server did not take the functions; tried again until it does", { error: messageOf(error) });
    }
    if (isStopped) return;
    timer = setTimeout(register, failures === 0 ? everyMs : Math.min(longestRetryMs, firstRetryMs * 2 ** failures));
  }

  void register();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
