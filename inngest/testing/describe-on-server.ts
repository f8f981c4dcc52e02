import { describe, test } from "vitest";
import { whyNoInngestServer } from "../../e2e/support/inngest-server";

/** Cases that need a real Inngest server; without one, a single test that is skipped and says why. */
export function describeOnServer(name: string, cases: () => void): void {
  const reason = whyNoInngestServer();
  describe(name, () => (reason === null ? cases() : test.skip(reason)));
}
