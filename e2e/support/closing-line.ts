import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** Ends the output with one line of counts. */
export default class ClosingLine implements Reporter {
  readonly #counts = { passed: 0, failed: 0, skipped: 0 };

  onTestEnd(test: TestCase, result: TestResult): void {
    const outcome = result.status === "skipped" ? "skipped" : result.status === test.expectedStatus ? "passed" : "failed";
    this.#counts[outcome] += 1;
  }

  onEnd({ duration }: FullResult): void {
    const { passed, failed, skipped } = this.#counts;
    console.log(`\ne2e: ${passed} passed, ${failed} failed, ${skipped} skipped, in ${Math.round(duration / 1_000)} s`);
  }
}
