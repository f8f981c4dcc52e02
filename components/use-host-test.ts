"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { ConnectionReport, ConnectionStepResult } from "@/lib/domain/host";
import { followHostTest } from "./follow-host-test";

export interface HostTest {
  phase: "idle" | "testing" | "done" | "broken";
  steps: ConnectionStepResult[];
  report: ConnectionReport | null;
  /** Why the test itself could not be made. */
  problem: string | null;
}

const untested: HostTest = { phase: "idle", steps: [], report: null, problem: null };

/** `onOver` is called after each test that came to its end, to bring the page up to date. */
export function useHostTest(address: string, onOver: () => Promise<void>): [HostTest, () => Promise<void>] {
  const [test, setTest] = useState<HostTest>(untested);
  const running = useRef<AbortController | null>(null);

  const start = useCallback(async () => {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    const unless = (change: (test: HostTest) => HostTest) => {
      if (!control.signal.aborted) setTest(change);
    };

    setTest({ ...untested, phase: "testing" });
    try {
      const report = await followHostTest(address, control.signal, (result) => unless((before) => ({ ...before, steps: [...before.steps, result] })));
      unless(() => ({ phase: "done", steps: report.steps, report, problem: null }));
      if (!control.signal.aborted) await onOver();
    } catch (error) {
      unless((before) => ({ ...before, phase: "broken", problem: sentenceOf(error) }));
    }
  }, [address, onOver]);

  useEffect(() => () => running.current?.abort(), []);

  return [test, start];
}

function sentenceOf(error: unknown): string {
  if (error instanceof TypeError) return "Sqmpy did not answer: it may be restarting, or you are offline. Try again in a moment.";
  return error instanceof Error ? error.message : String(error);
}
