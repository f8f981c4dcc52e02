import { startInngestServer } from "../e2e/support/inngest-server";
import { describeOnServer } from "./testing/describe-on-server";
import { mainJobCases } from "./testing/main-job-cases";

describeOnServer("on a real Inngest server", () => mainJobCases(() => startInngestServer()));
