import { describe, expect, it } from "vitest";
import { isLab, type BatchLab } from "@/e2e/support/batch-lab";
import { startHtcondorLab } from "@/e2e/support/labs/htcondor";
import { htcondor } from "./htcondor";
import { quote } from "./quote";
import { batchSuite } from "./testing/batch-suite";
import { ask, lookAt, submitBatch, waitFor, waitForEnd, waitForState } from "./testing/submit-batch";

const lab = await startHtcondorLab();
batchSuite(lab);
if (isLab(lab)) describe("HTCondor's own", () => ownSuite(lab));

function ownSuite(lab: BatchLab): void {
  const inControl = async (place: { control: string }, command: string) => (await (await lab.transport()).exec(`cd ${quote(place.control)} && ${command}`)).stdout;
  const startOnce = "echo once >>starts; exec sleep 60";

  it("never starts a job again that was evicted", async () => {
    const { nativeId, place } = await submitBatch(lab, { command: startOnce });
    await waitForState(lab, nativeId, "active");
    await lab.asRoot(`condor_vacate_job ${nativeId}`);
    expect((await waitForEnd(lab, nativeId)).end).toMatchObject({ reason: "preempted", exitCode: null });
    expect(await inControl(place, "cat starts")).toBe("once\n");
  });

  it("never starts a job again that lost its machine", async () => {
    const { nativeId, place } = await submitBatch(lab, { command: startOnce, resources: { directives: ["job_lease_duration = 20"] } });
    await waitForState(lab, nativeId, "active");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await lab.asRoot("kill -KILL $(pgrep -x condor_starter)");
    expect((await waitForEnd(lab, nativeId, 90)).end?.reason).toBe("node_failure");
    expect(await inControl(place, "cat starts")).toBe("once\n");
  });

  it("ends a job that is held while it runs and then released, and runs it no second time", async () => {
    const { nativeId, place } = await submitBatch(lab, { command: startOnce });
    await waitForState(lab, nativeId, "active");
    await ask(lab, htcondor.hold([nativeId]));
    expect((await waitForState(lab, nativeId, "held")).reason).toMatch(/runs a script only once/);
    await ask(lab, htcondor.release([nativeId]));
    await waitForEnd(lab, nativeId);
    expect(await inControl(place, "cat starts")).toBe("once\n");
  });

  it("tells that one was suspended", async () => {
    const { nativeId } = await submitBatch(lab, { command: "sleep 60" });
    await waitForState(lab, nativeId, "active");
    await lab.asRoot(`condor_suspend ${nativeId}`);
    expect((await waitForState(lab, nativeId, "suspended")).reason).toMatch(/on its machine/);
    await lab.asRoot(`condor_continue ${nativeId}`);
    await waitForState(lab, nativeId, "active");
    await ask(lab, htcondor.cancel([nativeId]));
    await waitForEnd(lab, nativeId);
  });

  it("says why one is set aside that cannot be started, and tries again when it is released", async () => {
    const { nativeId, place } = await submitBatch(lab, { held: true });
    await waitForState(lab, nativeId, "held");
    await inControl(place, "mv ../../.sqmpy ../../elsewhere 2>/dev/null || mv . ../gone");
    await ask(lab, htcondor.release([nativeId]));
    const held = await waitFor(lab, nativeId, ({ state, reason }) => state === "held" && !/until it is released/.test(reason ?? ""));
    expect(held.reason).toMatch(/^HTCondor set it aside: .*No such file or directory.* Mend the cause and release it/);
    const folder = place.control.replace(/\/\.sqmpy\/[^/]+$/, "");
    await (await lab.transport()).exec(`cd ${quote(folder)} && mv elsewhere .sqmpy`);
    await ask(lab, htcondor.release([nativeId]));
    expect((await waitForEnd(lab, nativeId)).end).toMatchObject({ reason: "exit", exitCode: 0 });
  });

  it("gives cores, an environment that programs need, and tells what was used", async () => {
    const { nativeId, place } = await submitBatch(lab, {
      resources: { processes: 2, coresPerProcess: 2, memoryPerNode: 512 * 1024 ** 2 },
      command: 'echo "$OMP_NUM_THREADS $HOME" >given; sleep 4',
    });
    const { usage, nodes } = await waitForEnd(lab, nativeId);
    expect(await inControl(place, "cat given")).toBe(`4 ${await (await lab.transport()).home()}\n`);
    expect(usage).toMatchObject({ cores: 4, memoryAsked: 512 * 1024 ** 2, walltimeSeconds: 600 });
    expect(usage?.elapsedSeconds).toBeGreaterThanOrEqual(4);
    expect(nodes).toMatch(/^labhost/);
  });

  it("joins a person's own requirements with its own", async () => {
    const { nativeId } = await submitBatch(lab, { resources: { constraint: 'Machine == "nowhere"' } });
    expect((await waitFor(lab, nativeId, ({ reason }) => reason !== null)).reason).toBe("No machine that fits what it asks is free now.");
    await ask(lab, htcondor.cancel([nativeId]));
    expect((await waitForEnd(lab, nativeId)).end).toMatchObject({ reason: "removed", native: expect.stringContaining("via condor_rm (by user sqmpyq1)") as string });
  });

  it("refuses more than one node", async () => {
    await expect(submitBatch(lab, { resources: { nodes: 2 } })).rejects.toThrow(/one machine/);
  });

  it("takes a task 0 and wide gaps", async () => {
    const { nativeId } = await submitBatch(lab, { tasks: { indexes: [0, 9_999], atOnce: null }, command: 'test "$1" != 9999' });
    expect((await waitForEnd(lab, `${nativeId}[0]`)).end?.exitCode).toBe(0);
    expect((await waitForEnd(lab, `${nativeId}[9999]`)).end?.exitCode).toBe(1);
    expect((await lookAt(lab, `${nativeId}[5]`)).state).toBe("absent");
  });

  it("shows the pool as one queue", async () => {
    const { queues } = await ask(lab, htcondor.offers(new Date()));
    expect(queues).toMatchObject([{ name: "pool", isDefault: true, isOpen: true, nodes: 1, maxNodes: 1, coresPerNode: 8, memoryPerNode: 8_000 * 1024 ** 2, gpusPerNode: 0 }]);
  });
}
