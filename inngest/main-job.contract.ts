import { describe } from "vitest";
import { mainJobCases } from "./testing/main-job-cases";

describe("on the embedded engine", () => mainJobCases(async () => null));
