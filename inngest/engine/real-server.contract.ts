import { afterAll, describe } from "vitest";
import { describeOnServer } from "../testing/describe-on-server";
import { flowCases } from "./conformance/flow";
import { lifeCases } from "./conformance/life";
import { retryCases } from "./conformance/retries";
import { stepCases } from "./conformance/steps";
import { realServerDriver } from "./fixtures/real-server";

/** The measure of the embedded engine: where the two differ, this one is right. */
describeOnServer("a real Inngest server, driven by the stock SDK", () => {
  const driver = realServerDriver();
  afterAll(() => driver.close());

  describe("steps", () => stepCases(driver));
  describe("retries", () => retryCases(driver));
  describe("flow", () => flowCases(driver));
  describe("life", () => lifeCases(driver));
});
