import { describe, expect, test } from "vitest";
import { jobStates } from "@/lib/domain/job-state";
import { queueSentence } from "./queue-sentence";
import { jobStateWords, type BadgeJob } from "./job-state-words";

const calm: Omit<BadgeJob, "state"> = { silence: null, cancelRequestedAt: null, endReason: null, waitReason: null };

describe("a job's badge", () => {
  test("says each state in the words of the screen", () => {
    const labels = jobStates.map((state) => jobStateWords({ ...calm, state }).label);
    expect(labels).toEqual(["Preparing", "Preparing", "Queued", "Running", "Collecting", "Completed", "Failed", "Canceled"]);
  });

  test("beats only while the script runs or is being canceled", () => {
    const beating = jobStates.filter((state) => jobStateWords({ ...calm, state }).beating);
    expect(beating).toEqual(["active"]);
    expect(jobStateWords({ ...calm, state: "queued", cancelRequestedAt: new Date() }).beating).toBe(true);
  });

  test("silence goes before the wish to cancel", () => {
    const job = { ...calm, state: "active" as const, silence: "The host does not answer.", cancelRequestedAt: new Date() };
    expect(jobStateWords(job)).toMatchObject({ label: "Not heard from", tone: "warn", detail: "The host does not answer." });
  });

  test("an unfinished job that shall be canceled is Canceling", () => {
    expect(jobStateWords({ ...calm, state: "active", cancelRequestedAt: new Date() }).label).toBe("Canceling");
  });

  test("an ended job shows how it ended, whatever was asked or silent before", () => {
    const job = { ...calm, state: "failed" as const, endReason: "walltime" as const, silence: "old", cancelRequestedAt: new Date() };
    expect(jobStateWords(job)).toEqual({ label: "Failed", tone: "bad", beating: false, detail: "Stopped at its walltime." });
  });

  test("an exit code that the caller did not bring is not made up", () => {
    expect(jobStateWords({ ...calm, state: "failed", endReason: "exit" }).detail).toBeNull();
    expect(jobStateWords({ ...calm, state: "failed", endReason: "exit", exitCode: 3 }).detail).toBe("The script ended with exit code 3.");
  });

  test("what the batch system does with it goes before the state, and ends with it", () => {
    const job = { ...calm, queueState: "held" as const, queueReason: "Somebody held it." };
    expect(jobStateWords({ ...job, state: "queued" })).toEqual({ label: "Held", tone: "warn", beating: false, detail: "Somebody held it." });
    expect(jobStateWords({ ...job, state: "active", queueState: "suspended" }).label).toBe("Suspended");
    expect(jobStateWords({ ...job, state: "completed" }).label).toBe("Completed");
  });

  test("a waiting job keeps its reason", () => {
    expect(jobStateWords({ ...calm, state: "queued", waitReason: "Held by its owner." }).detail).toBe("Held by its owner.");
  });
});

test("where a job is in its queue, as a sentence", () => {
  expect(queueSentence({ state: "queued", queueState: "held", queueReason: "Somebody held it." })).toBe("Queued (held): Somebody held it.");
  expect(queueSentence({ state: "active", queueState: "suspended", queueReason: null })).toBe("Running (suspended).");
  expect(queueSentence({ state: "queued", queueState: null, queueReason: "Others go first." })).toBe("Queued: Others go first.");
  expect(queueSentence({ state: "queued", queueState: null, queueReason: null })).toBeNull();
  expect(queueSentence({ state: "failed", queueState: "held", queueReason: "Somebody held it." })).toBeNull();
});
