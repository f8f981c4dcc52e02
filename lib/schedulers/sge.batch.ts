import { describe, expect, it } from "vitest";
import { isLab, type BatchLab } from "@/e2e/support/batch-lab";
import { startSgeLab } from "@/e2e/support/labs/sge";
import { quote } from "./quote";
import { sge } from "./sge";
import { batchSuite } from "./testing/batch-suite";
import { ask, lookAt, makeNonce, submitBatch, waitFor, waitForEnd, waitForState } from "./testing/submit-batch";

const lab = await startSgeLab();
batchSuite(lab);
if (isLab(lab)) describe("Grid Engine's own", () => ownSuite(lab));

function ownSuite(lab: BatchLab): void {
  const inControl = async (place: { control: string }, command: string) => (await (await lab.transport()).exec(`cd ${quote(place.control)} && ${command}`)).stdout;

  it("sets a job in a bad working directory aside, says why, and tries again when it is released", async () => {
    const transport = await lab.transport();
    const folder = `${await transport.home()}/${makeNonce()}`;
    const { nativeId } = await submitBatch(lab, { resources: { directives: [`-wd ${folder}`] } });
    const held = await waitFor(lab, nativeId, ({ state, nativeReason }) => state === "held" && nativeReason !== "Eqw");
    expect(held.reason).toMatch(`can't chdir to ${folder}: No such file or directory. Mend the cause and release it`);
    await transport.makeDirectory(folder);
    await ask(lab, sge.release([nativeId]));
    expect((await waitForEnd(lab, nativeId, 90)).end).toMatchObject({ reason: "exit", exitCode: 0 });
  });

  it("tells that one was suspended, and that its queue was", async () => {
    const { nativeId } = await submitBatch(lab, { command: "sleep 60" });
    await waitForState(lab, nativeId, "active");
    await lab.asRoot(`qmod -sj ${nativeId}`);
    expect((await waitForState(lab, nativeId, "suspended")).reason).toMatch(/its owner or an administrator/);
    await lab.asRoot(`qmod -usj ${nativeId}`);
    await waitForState(lab, nativeId, "active");
    await lab.asRoot("qmod -sq all.q");
    try {
      expect((await waitForState(lab, nativeId, "suspended")).reason).toMatch(/with its queue/);
    } finally {
      await lab.asRoot("qmod -usq all.q");
    }
    await waitForState(lab, nativeId, "active");
    await ask(lab, sge.cancel([nativeId]));
    await waitForEnd(lab, nativeId);
  });

  it.each([99, 100])("neither starts again nor sets aside a job that ends with %d", async (code) => {
    const { nativeId, place } = await submitBatch(lab, { command: `echo once >>starts; exit ${code}` });
    expect((await waitForEnd(lab, nativeId)).end).toMatchObject({ reason: "exit", exitCode: 1 });
    expect(await inControl(place, "cat starts")).toBe("once\n");
  });

  it("starts no job again that was rescheduled while it ran", async () => {
    const { nativeId, place } = await submitBatch(lab, { command: "echo once >>starts; sleep 60" });
    await waitForState(lab, nativeId, "active");
    await lab.asRoot(`qmod -rj ${nativeId} || :`);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect((await lookAt(lab, nativeId)).restarts).toBe(0);
    expect(await inControl(place, "cat starts")).toBe("once\n");
    await ask(lab, sge.cancel([nativeId]));
    await waitForEnd(lab, nativeId);
  });

  it("runs exactly the tasks of an uneven array that begins with 0", async () => {
    const { nativeId, place, nonce, since } = await submitBatch(lab, { tasks: { indexes: [0, 1, 4], atOnce: null }, command: 'echo "$1" >>tasks' });
    expect(nativeId).toMatch(/^\d+\+1$/);
    expect(await ask(lab, sge.find(nonce, since))).toEqual({ nativeId, isCertain: true });
    for (const index of [0, 1, 4]) await waitForEnd(lab, sge.arrays?.taskId(nativeId, index) ?? "");
    expect(await inControl(place, "sort tasks")).toBe("0\n1\n4\n");
    expect([...(await ask(lab, sge.status([nativeId]))).keys()]).toEqual([]);
  });

  it("gives slots of a parallel environment, and names those it has when one is wrong", async () => {
    const { nativeId, place } = await submitBatch(lab, { resources: { processes: 2 }, command: 'echo "$PE $NSLOTS" >slots' });
    const { usage } = await waitForEnd(lab, nativeId);
    expect(usage).toMatchObject({ cores: 2, walltimeSeconds: 600 });
    expect(await inControl(place, "cat slots")).toBe("smp 2\n");
    await expect(submitBatch(lab, { resources: { processes: 2, constraint: "pe=orte" } })).rejects.toThrow(/no parallel environment “orte”.*mpi, smp/);
  });

  it("says which limit keeps a job waiting, and that its queues are full", async () => {
    const long = await submitBatch(lab, { resources: { queue: "short.q", account: "fusion" }, walltimeSeconds: 5_000 });
    expect((await waitFor(lab, long.nativeId, ({ reason }) => reason !== null)).reason).toMatch(/“short\.q” cannot take it: it asks -l h_rt=5000/);
    const filler = await submitBatch(lab, { command: "sleep 60", resources: { processes: 4 } });
    await waitForState(lab, filler.nativeId, "active");
    const next = await submitBatch(lab, { command: "exit 0" });
    expect((await waitFor(lab, next.nativeId, ({ reason }) => reason !== null)).reason).toBe("Waits for free slots: the queues that it may use are full.");
    await ask(lab, sge.cancel([long.nativeId, filler.nativeId, next.nativeId]));
    for (const { nativeId } of [long, filler, next]) expect((await waitForEnd(lab, nativeId)).end?.reason).toBe("removed");
  });

  it("tells that a queue is closed", async () => {
    await lab.asRoot("qmod -d short.q");
    const { queues } = await ask(lab, sge.offers(new Date()));
    await lab.asRoot("qmod -e short.q");
    expect(queues.find(({ name }) => name === "short.q")).toMatchObject({ isOpen: false, note: "Its nodes are disabled.", maxWalltimeSeconds: 60 });
    expect(queues.find(({ name }) => name === "all.q")).toMatchObject({ isOpen: true, coresPerNode: 4, features: ["pe=make", "pe=smp", "pe=mpi"] });
  });
}
