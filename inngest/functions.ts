import type { Inngest, InngestFunction } from "inngest";
import { cancelJobFunction } from "./cancel-job";
import { collectJobFunction } from "./collect-job";
import { pollHostFunction } from "./poll-host";
import { removeRemoteFunction } from "./remove-remote";
import { sendMailFunction } from "./send-mail";
import { submitJobFunction } from "./submit-job";
import { sweepFunction } from "./sweep";

/** All functions, the same for the embedded engine and a real Inngest server. */
export function functionsOf(client: Inngest): InngestFunction.Any[] {
  return [submitJobFunction, pollHostFunction, cancelJobFunction, collectJobFunction, removeRemoteFunction, sendMailFunction, sweepFunction].map(
    (make) => make(client),
  );
}
