import { describe } from "vitest";
import { startInngestServer, whyNoInngestServer } from "../e2e/support/inngest-server";
import { mainJobCases } from "./testing/main-job-cases";

const reason = whyNoInngestServer();

describe.skipIf(reason !== null)(`on a real Inngest server${reason ? ` (${reason})` : ""}`, () => mainJobCases(() => startInngestServer()));
