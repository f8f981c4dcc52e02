import { beforeAll, describe, expect, it } from "vitest";
import type { SlurmLab } from "@/e2e/support/labs/slurm";
import { AppError } from "@/lib/domain/errors";
import { quote } from "../quote";
import { type Submitted, ask, look, lookAt, submitBatch, waitFor, waitForEnd, waitForState } from "./submit-batch";

/** What administrators, nodes and limits do to jobs, done for real. */
export function slurmStatesSuite(lab: SlurmLab): void {
  const { scheduler, cluster } = lab;
  const sleep = "sleep 300";
  const files = async ({ place }: Submitted) => (await (await lab.transport()).exec(`ls ${quote(place.control)}`)).stdout;

  describe(`${lab.name}: what happens to jobs`, () => {
    let late: Submitted;
    let before: Submitted;

    beforeAll(async () => {
      before = await submitBatch(lab, { command: sleep, resources: { exclusive: true, directives: ["--nodelist=n3"] } });
      await waitForState(lab, before.nativeId, "active");
      late = await submitBatch(lab, { walltimeSeconds: 60, resources: { directives: ["--deadline=now+62", "--nodelist=n3"] } });
    });

    it("is suspended by an administrator, and goes on", async () => {
      const { nativeId } = await submitBatch(lab, { command: sleep });
      await waitForState(lab, nativeId, "active");
      await lab.asRoot(`scontrol suspend ${nativeId}`);
      const sight = await lookAt(lab, nativeId);
      expect(sight).toMatchObject({ state: "suspended", end: null });
      expect(sight.reason).toMatch(/suspended/);
      await lab.asRoot(`scontrol resume ${nativeId}`);
      await waitForState(lab, nativeId, "active");
      await ask(lab, scheduler.cancel([nativeId]));
    });

    it("is held by an administrator, whom the person cannot overrule", async () => {
      const { nativeId } = await submitBatch(lab, { resources: { directives: ["--begin=now+600"] } });
      expect(await lookAt(lab, nativeId)).toMatchObject({ state: "queued", nativeReason: "BeginTime" });
      await lab.asRoot(`scontrol hold ${nativeId}`);
      const sight = await lookAt(lab, nativeId);
      expect(sight).toMatchObject({ state: "held", nativeReason: "JobHeldAdmin" });
      const refused = await ask(lab, scheduler.release([nativeId])).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: "remote", message: expect.stringContaining("administrator") as string });
      await ask(lab, scheduler.cancel([nativeId]));
    });

    it("is put back into the queue by an administrator only", async () => {
      const job = await submitBatch(lab, { command: "sleep 4", resources: { directives: ["--requeue"] } });
      await waitForState(lab, job.nativeId, "active");
      await expect(lab.asRoot(`scontrol requeue ${job.nativeId}`)).rejects.toThrow(/disabled/);
      await lab.asRoot(`scontrol update jobid=${job.nativeId} requeue=1; scontrol requeuehold ${job.nativeId}`);
      const held = await waitForState(lab, job.nativeId, "held");
      expect(held.reason).toMatch(/put back into the queue/);
      await ask(lab, scheduler.release([job.nativeId]));
      await lab.asRoot(`scontrol update jobid=${job.nativeId} starttime=now`);
      const end = await waitForEnd(lab, job.nativeId, 60);
      expect(end).toMatchObject({ restarts: 1, end: { reason: "exit", exitCode: 0 } });
    });

    it("is preempted by a job of higher priority", async () => {
      const { nativeId } = await submitBatch(lab, { command: sleep, resources: { queue: "scavenger", coresPerProcess: 4 } });
      await waitForState(lab, nativeId, "active");
      await submitBatch(lab, { resources: { directives: ["--nodelist=n4"], coresPerProcess: 4 } });
      const { end } = await waitForEnd(lab, nativeId, 60);
      expect(end).toMatchObject({ reason: "preempted", native: "PREEMPTED" });
    });

    it("loses its node", async () => {
      const { nativeId } = await submitBatch(lab, { command: sleep, resources: { directives: ["--nodelist=n2"] } });
      await waitForState(lab, nativeId, "active");
      await cluster.killNode("n2");
      await lab.asRoot("scontrol update nodename=n2 state=down reason=test");
      const { end } = await waitForEnd(lab, nativeId, 60);
      expect(end).toMatchObject({ reason: "node_failure", native: "NODE_FAIL" });
      cluster.startNode("n2");
      await lab.asRoot("scontrol update nodename=n2 state=resume");
    });

    it("waits for a node that is drained, and says so", async () => {
      await lab.asRoot("scontrol update nodename=n1 state=drain reason=test");
      const { nativeId } = await submitBatch(lab, { resources: { directives: ["--nodelist=n1"] } });
      try {
        const sight = await waitFor(lab, nativeId, ({ reason }) => /not available.*(n1|reserved for other)/i.test(reason ?? ""), 60);
        expect(sight).toMatchObject({ state: "queued", nativeReason: expect.stringMatching(/^ReqNodeNotAvail/) as string });
      } finally {
        await lab.asRoot("scontrol update nodename=n1 state=resume");
      }
      await waitForEnd(lab, nativeId, 60);
    });

    it("waits for others, and is told when it may start", async () => {
      const [first, second] = [
        await submitBatch(lab, { command: "sleep 8", walltimeSeconds: 120, resources: { directives: ["--nodelist=n4"], exclusive: true } }),
        await submitBatch(lab, { walltimeSeconds: 120, resources: { directives: ["--nodelist=n4"], exclusive: true } }),
      ];
      await waitForState(lab, first.nativeId, "active");
      const sight = await waitFor(lab, second.nativeId, ({ expectedStartAt }) => expectedStartAt !== null, 60);
      expect(sight).toMatchObject({ state: "queued", nativeReason: expect.stringMatching(/Resources|Priority/) as string });
      expect(sight.expectedStartAt?.getTime()).toBeGreaterThan(Date.now());
      await ask(lab, scheduler.cancel([first.nativeId, second.nativeId]));
    });

    it("waits for ever beyond a limit of its QOS, which is said", async () => {
      const { nativeId } = await submitBatch(lab, { walltimeSeconds: 600, resources: { qos: "short" } });
      const sight = await waitFor(lab, nativeId, ({ reason }) => reason !== null);
      expect(sight).toMatchObject({ state: "queued", nativeReason: "QOSMaxWallDurationPerJobLimit" });
      expect(sight.reason).toMatch(/more than its QOS allows a job: walltime/);
      await ask(lab, scheduler.cancel([nativeId]));
    });

    it("tells what was used against what was asked", async () => {
      const command = `python3 -c "import time; held = b'x' * (60 * 1024 ** 2); end = time.time() + 3
while time.time() < end: pass"`;
      const { nativeId } = await submitBatch(lab, { command, walltimeSeconds: 300, resources: { coresPerProcess: 2, gpusPerProcess: 1, memoryPerNode: 512 * 1024 ** 2 } });
      const { usage, nodes } = await waitForEnd(lab, nativeId, 60);
      expect(nodes).toMatch(/^n[12]$/);
      expect(usage).toMatchObject({ cores: 2, gpus: 1, memoryAsked: 512 * 1024 ** 2, walltimeSeconds: 300 });
      expect(usage?.elapsedSeconds).toBeGreaterThanOrEqual(2);
      expect(usage?.cpuSeconds).toBeGreaterThan(0.2);
      expect(usage?.peakMemory).toBeGreaterThan(50 * 1024 ** 2);
    });

    it("asks features with signs in them, and is alone on its node", async () => {
      const { nativeId } = await submitBatch(lab, { command: "sleep 2", resources: { constraint: "skylake&ib", exclusive: true, nodes: 1, processesPerNode: 2 } });
      const sight = await waitForEnd(lab, nativeId, 60);
      expect(sight).toMatchObject({ nodes: expect.stringMatching(/^n[12]$/) as string, usage: { cores: 4 } });
    });

    it("says in words what is refused", async () => {
      const refusals = {
        account: { account: "nope" },
        qos: { qos: "nope" },
        reservation: { reservation: "nope" },
        features: { constraint: "nope" },
        memory: { memoryPerNode: 99 * 1024 ** 3 },
        GPUs: { gpusPerProcess: 9 },
      };
      for (const [word, resources] of Object.entries(refusals)) {
        const error = await submitBatch(lab, { resources }).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(AppError);
        expect(error).toMatchObject({ code: "remote", message: expect.stringMatching(new RegExp(word, "i")) as string });
      }
    });

    it("offers its partitions with their limits, accounts, QOS and reservations", async () => {
      const offers = await ask(lab, scheduler.offers(new Date()));
      const gibibyte = 1024 ** 3;
      expect(offers).toMatchObject({ accounts: ["chemistry", "physics"], defaultAccount: "physics", maxArraySize: 1000, reservations: ["course"], hasAccounting: true });
      expect(offers.qos).toEqual([
        { name: "normal", maxWalltimeSeconds: null },
        { name: "short", maxWalltimeSeconds: 300 },
      ]);
      const [debug, long, , closed] = offers.queues;
      expect(debug).toMatchObject({ name: "debug", isDefault: true, isOpen: true, maxWalltimeSeconds: 3_600, defaultWalltimeSeconds: 600, maxNodes: 2, nodes: 4, coresPerNode: 4 });
      expect(debug).toMatchObject({ gpusPerNode: 2, gpuTypes: ["tesla"], features: expect.arrayContaining(["skylake", "ib", "zen3"]) as string[] });
      expect(debug?.memoryPerNode).toBeLessThan(8 * gibibyte);
      expect(long).toMatchObject({ name: "long", isDefault: false, maxWalltimeSeconds: 172_800, accounts: ["physics"], maxNodes: null });
      expect(closed).toMatchObject({ name: "closed", isOpen: false, note: expect.stringMatching(/Down/) as string });
      const second = await ask(lab, scheduler.offers(new Date()), 1);
      expect(second).toMatchObject({ accounts: ["physics"], reservations: [], qos: [{ name: "normal" }] });
    });

    it("knows nothing of ended jobs while the accounting is away", async () => {
      const { nativeId } = await submitBatch(lab);
      await waitForEnd(lab, nativeId);
      await cluster.stopAccountingDaemon();
      const records = scheduler.records([nativeId]);
      if (records) await expect(ask(lab, records)).rejects.toMatchObject({ code: "unreachable" });
      expect(await ask(lab, scheduler.find("q00000000000000", new Date()))).toEqual({ nativeId: null, isCertain: false });
      const other = await submitBatch(lab, { command: "sleep 2" });
      await waitForState(lab, other.nativeId, "active");
      cluster.startAccountingDaemon();
      await waitFor(lab, other.nativeId, ({ state }) => state === "ended", 90);
    });

    it("cannot end before its deadline, which is said as soon as Slurm says so", async () => {
      const { end } = await waitForEnd(lab, late.nativeId, 120);
      expect(end).toMatchObject({ reason: "deadline", startedAt: null });
      expect(await files(late)).not.toContain("began");
      await ask(lab, scheduler.cancel([before.nativeId]));
    });

    it("is remembered by the accounting when the controller has forgotten it", async () => {
      cluster.configure({ minJobAge: 2 });
      await lab.asRoot("scontrol reconfigure");
      const { nativeId } = await submitBatch(lab, { command: "exit 4" });
      await waitForEnd(lab, nativeId);
      await cluster.until(`squeue -h -j ${nativeId} 2>&1 || true`, /Invalid job id/, 150);
      expect((await look(lab, [nativeId])).get(nativeId)?.end).toMatchObject({ reason: "exit", exitCode: 4 });
      expect((await ask(lab, scheduler.status([nativeId]))).size).toBe(0);
    });

    it("asks the controller where there is no accounting", async () => {
      await cluster.stopController();
      cluster.configure({ minJobAge: 300, accounting: false });
      cluster.startController();
      await cluster.until("sinfo -h -N -p debug -o %t | sort | uniq -c", /^\s*4 idle\s*$/, 60);
      const command = 'case "$1" in 2) kill -KILL $$ ;; *) exit 6 ;; esac';
      const { nativeId, nonce, since } = await submitBatch(lab, { tasks: { indexes: [1, 2], atOnce: null }, command });
      expect((await waitForEnd(lab, `${nativeId}_1`)).end).toMatchObject({ reason: "exit", exitCode: 6, native: "FAILED" });
      expect((await waitForEnd(lab, `${nativeId}_2`)).end).toMatchObject({ reason: "signal", signal: "SIGKILL" });
      expect(await ask(lab, scheduler.find(nonce, since))).toMatchObject({ nativeId });
      expect(await ask(lab, scheduler.find("q00000000000000", since))).toEqual({ nativeId: null, isCertain: false });
      expect(await ask(lab, scheduler.offers(new Date()))).toMatchObject({ hasAccounting: false, accounts: expect.any(Array) as string[] });
    });
  });
}
