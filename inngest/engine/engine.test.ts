import { afterAll, describe } from "vitest";
import { flowCases } from "./conformance/flow";
import { lifeCases } from "./conformance/life";
import { retryCases } from "./conformance/retries";
import { stepCases } from "./conformance/steps";
import { embeddedDriver } from "./fixtures/embedded";

/** What the stock SDK may expect of any engine; a real Inngest server is asked the same. */
describe("the embedded engine, driven by the stock SDK", () => {
  const driver = embeddedDriver();
  afterAll(() => driver.close());

  describe("steps", () => stepCases(driver));
  describe("retries", () => retryCases(driver));
  describe("flow", () => flowCases(driver));
  describe("life", () => lifeCases(driver));
});
