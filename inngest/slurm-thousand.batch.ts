import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { isLab } from "@/e2e/support/batch-lab";
import { startSlurmLab } from "@/e2e/support/labs/slurm";
import { TcpFault } from "@/e2e/support/tcp-fault";
import type { JobId } from "@/lib/domain/ids";
import { isFinal } from "@/lib/domain/job-state";
import { emptyResourcesSpec } from "@/lib/domain/resources-spec";
import { AppUnderTest } from "./testing/app-under-test";

const amount = Number(process.env.SQMPY_SLURM_JOBS ?? 1_000);
const lab = await startSlurmLab();

describe.skipIf(!isLab(lab))(`${amount} jobs on ${lab.name} over a connection that is cut at random`, () => {
  test("none is lost and none doubled, by Slurm's own accounting", { timeout: 30 * 60_000 }, async () => {
    if (!isLab(lab)) return;
    const app = await AppUnderTest.start();
    const fault = await TcpFault.start(lab.ssh.port);
    const { address, hostKey, privateKey, users } = lab.ssh;
    const username = users[0]?.username ?? "";
    const hostId = app.addHost({ kind: "ssh", address, port: fault.port, username, credential: { method: "given_key", privateKey, passphrase: null }, hostKey });
    const change = { scheduler: "slurm" as const, resources: { ...emptyResourcesSpec, queue: lab.queue, memoryPerNode: "16M" } };
    const ids: JobId[] = [];
    for (let at = 0; at < amount; at++) ids.push(await app.submit(hostId, "echo ran >>count", { ...change, name: `thousand ${at}` }));

    let cuts = 0;
    const isOnItsWay = () => ids.some((id) => ["new", "stage_in"].includes(app.job(id).state));
    while (isOnItsWay()) {
      await sleep(randomInt(200, 4_000));
      fault.reset();
      cuts += 1;
    }
    while (ids.some((id) => !isFinal(app.job(id).state))) await sleep(500);

    const states = ids.map((id) => app.job(id)).filter(({ state }) => state !== "completed");
    expect(states.map(({ id, state, failure, silence }) => [id, state, failure, silence])).toEqual([]);
    const transport = await lab.transport();
    const { stdout: counts } = await transport.exec(`cd ~/sqmpy && for d in */; do wc -l <"$d/count"; done | sort | uniq -c`);
    expect(counts.trim().split(/\s+/)).toEqual([String(amount), "1"]);

    const question = `sacct -X -n -P -S now-2hours -u ${username} -o JobID,State,ExitCode,JobName`;
    const askAccounting = async () => (await transport.exec(question, { maxBytes: 64 * 1024 * 1024 })).stdout.trim().split("\n").map((line) => line.split("|"));
    // Slurm writes its accounting a little later.
    let rows = await askAccounting();
    for (let tries = 0; tries < 60 && rows.filter(([, state]) => state === "COMPLETED").length < amount; tries++) {
      await sleep(1_000);
      rows = await askAccounting();
    }
    const nonces = rows.map(([, , , name]) => name?.split(".").at(-1));
    expect({ records: rows.length, nonces: new Set(nonces).size, completed: rows.filter(([, state, code]) => state === "COMPLETED" && code === "0:0").length }).toEqual({
      ...{ records: amount, nonces: amount, completed: amount },
    });
    console.warn(`${amount} jobs, ${cuts} cuts: 0 lost, 0 doubled.`);
    await app.stop();
    await fault.stop();
    await lab.stop();
  });
});
