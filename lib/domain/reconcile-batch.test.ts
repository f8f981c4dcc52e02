import { describe, expect, it } from "vitest";
import type { ExitRecord } from "./evidence";
import { absentSight, type QueueEnd, type QueueSight } from "./queue-sight";
import { reconcileBatch, type BatchEvidence, type BatchKnown } from "./reconcile-batch";

const now = new Date("2026-11-24T12:00:00Z");
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const nothing: BatchEvidence = { startedAt: null, exit: null, sight: null };
const active: BatchKnown = { state: "active", cancelRequestedAt: null };
const queued: BatchKnown = { state: "queued", cancelRequestedAt: null };

const exit = (change: Partial<ExitRecord> = {}): ExitRecord => ({ code: 0, signal: null, startedAt: ago(100), endedAt: ago(5), cause: "itself", leftProcesses: 0, ...change });
const sight = (change: Partial<QueueSight>): QueueSight => ({ ...absentSight, ...change });
const record = (change: Partial<QueueEnd> = {}): QueueSight =>
  sight({ state: "ended", end: { reason: "exit", exitCode: 0, signal: null, startedAt: ago(100), endedAt: ago(120), native: "COMPLETED", ...change } });
const look = (known: BatchKnown, seen: Partial<BatchEvidence>) => reconcileBatch(known, { ...nothing, ...seen }, now);

describe("a look at a job in a batch system", () => {
  it("means nothing where nothing was seen", () => expect(look(active, {})).toEqual({ kind: "nothing" }));

  it.each([
    [exit(), { endReason: "exit", exitCode: 0 }],
    [exit({ code: 7 }), { endReason: "exit", exitCode: 7 }],
  ])("ends with the exit file of a script that ended by itself", (file, end) => {
    expect(look(active, { exit: file })).toMatchObject({ kind: "ended", end });
    expect(look(queued, { exit: file })).toMatchObject({ kind: "ended", end });
  });

  it("waits for the scheduler's word on an end that the exit file does not explain, and for some time only", () => {
    const killed = exit({ code: null, signal: "SIGTERM", cause: "host" });
    expect(look(active, { exit: killed })).toEqual({ kind: "ask" });
    expect(look(active, { exit: killed, sight: record({ reason: "walltime", native: "TIMEOUT" }) })).toMatchObject({ kind: "ended", end: { endReason: "walltime", signal: "SIGTERM" } });
    expect(look(active, { exit: { ...killed, endedAt: ago(200) } })).toMatchObject({ kind: "ended", end: { endReason: "stopped", signal: "SIGTERM" } });
    expect(look(active, { exit: exit({ code: null, signal: "SIGKILL" }), sight: record({ reason: "memory" }) })).toMatchObject({ end: { endReason: "memory" } });
  });

  it("believes a script that ended well, whatever befell its job afterwards", () => {
    expect(look(active, { exit: exit(), sight: record({ reason: "node_failure" }) })).toMatchObject({ end: { endReason: "exit", exitCode: 0 } });
  });

  it("calls canceled what its owner asked to cancel, unless it had ended by itself", () => {
    const known = { ...active, cancelRequestedAt: ago(10) };
    expect(look(known, { exit: exit({ code: null, signal: "SIGTERM", cause: "host" }) })).toMatchObject({ end: { endReason: "canceled" } });
    expect(look(known, { sight: record({ reason: "removed" }) })).toMatchObject({ end: { endReason: "canceled" } });
    expect(look(known, { exit: exit({ code: 3 }) })).toMatchObject({ end: { endReason: "exit", exitCode: 3 } });
    expect(look(active, { sight: record({ reason: "removed" }) })).toMatchObject({ end: { endReason: "removed" } });
  });

  it("takes a scheduler's terminal record where no exit file came", () => {
    expect(look(active, { sight: record({ reason: "node_failure", exitCode: null, native: "NODE_FAIL" }) })).toMatchObject({ kind: "ended", end: { endReason: "node_failure" } });
    expect(look(active, { sight: record({ reason: "exit", endedAt: ago(10) }) })).toEqual({ kind: "ask" });
    expect(look(active, { sight: record({ reason: "exit" }) })).toMatchObject({ kind: "ended", end: { endReason: "exit", exitCode: 0 } });
  });

  it("never takes a second start for the end of the first", () => {
    expect(look(active, { sight: record({ exitCode: 75 }) })).toMatchObject({ kind: "ended", end: { endReason: "stopped", exitCode: null, failure: expect.stringContaining("only once") } });
  });

  it("waits for the files of the other one where a job was handed in twice", () => {
    expect(look({ ...active, wasHandedInAgain: true }, { sight: record({ exitCode: 75 }) })).toMatchObject({ kind: "silent" });
    expect(look({ ...active, wasHandedInAgain: true }, { sight: record({ exitCode: 75 }), exit: exit({ code: 3 }) })).toMatchObject({ kind: "ended", end: { exitCode: 3 } });
  });

  it("never takes absence for an end", () => {
    for (const known of [active, queued, { ...active, cancelRequestedAt: ago(1) }]) {
      expect(look(known, { sight: absentSight })).toEqual({ kind: "silent", sentence: expect.stringContaining("no longer in the queue") });
    }
    expect(look(active, { sight: sight({ state: "unknown", nativeReason: "MYSTERY" }) })).toEqual({ kind: "silent", sentence: expect.stringContaining("MYSTERY") });
  });

  it("starts a job by the wrapper's first line, or by the queue's word", () => {
    expect(look(queued, { startedAt: ago(3) })).toEqual({ kind: "active", startedAt: ago(3), nodes: null });
    expect(look(queued, { sight: sight({ state: "active", startedAt: ago(4), nodes: "n1" }) })).toEqual({ kind: "active", startedAt: ago(4), nodes: "n1" });
    expect(look(queued, { sight: sight({ state: "active" }) })).toEqual({ kind: "active", startedAt: now, nodes: null });
  });

  it("notes why a job waits, and that it is held, suspended or put back", () => {
    expect(look(queued, { sight: sight({ state: "held", reason: "Held by you." }) })).toMatchObject({ kind: "waiting", queueState: "held", reason: "Held by you." });
    expect(look(active, { sight: sight({ state: "suspended" }) })).toMatchObject({ kind: "waiting", queueState: "suspended" });
    expect(look(active, { sight: sight({ state: "queued" }) })).toMatchObject({ kind: "waiting", reason: expect.stringContaining("only once") });
  });
});
