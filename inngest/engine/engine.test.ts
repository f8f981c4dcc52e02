import { afterAll, describe } from "vitest";
import { flowCases } from "./conformance/flow";
import { retryCases } from "./conformance/retries";
import { stepCases } from "./conformance/steps";
import { embeddedDriver } from "./fixtures/embedded";

/** What the stock SDK may expect of any engine. To ask a real Inngest server the same, write its driver. */
describe("the embedded engine, driven by the stock SDK", () => {
  const driver = embeddedDriver();
  afterAll(() => driver.close());

  describe("steps", () => stepCases(driver));
  describe("retries", () => retryCases(driver));
  describe("flow", () => flowCases(driver));
});
