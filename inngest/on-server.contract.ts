import { afterAll, beforeAll, expect, test } from "vitest";
import { type InngestServer, startInngestServer } from "../e2e/support/inngest-server";
import type { HostId } from "../lib/domain/ids";
import { servePath } from "./serve-to-server";
import { AppUnderTest } from "./testing/app-under-test";
import { describeOnServer } from "./testing/describe-on-server";

describeOnServer("with a real Inngest server", () => {
  let server: InngestServer;
  let under: AppUnderTest;
  let hostId: HostId;
  beforeAll(async () => {
    server = await startInngestServer();
    await server.kill();
    under = await AppUnderTest.start(server);
    hostId = under.addHost({ kind: "local", address: "localhost", port: 22, username: "me", credential: { method: "agent" }, hostKey: null });
  });
  afterAll(async () => {
    await under.stop();
    await server.stop();
  });

  test("the app starts without the server, and a job goes on as soon as it is there", async () => {
    const id = await under.submit(hostId, "echo here");
    expect(under.job(id).state).toBe("new");
    await server.start();
    expect(await under.untilEnded(id, 40)).toMatchObject({ state: "completed" });
  });

  test("nobody but the server is heard", async () => {
    const { serveOrigin } = under.app.env.inngest ?? {};
    const address = `${serveOrigin}${servePath}?fnId=sqmpy-sweep&stepId=step`;
    const headers = { "content-type": "application/json", host: "evil.example", "x-inngest-signature": `t=${Math.round(Date.now() / 1_000)}&s=00` };
    const call = { version: 1, event: {}, events: [{}], steps: {}, ctx: { run_id: "1", attempt: 0, stack: { stack: [], current: 0 } } };
    for (const method of ["GET", "POST", "PUT"]) {
      const body = method === "GET" ? undefined : JSON.stringify(call);
      expect((await fetch(address, { method, body })).status, method).toBe(401);
      expect((await fetch(address, { method, body, headers })).status, `${method} with a wrong signature`).toBe(401);
    }
    expect((await fetch(address, { method: "POST", body: Buffer.alloc(6 * 1024 * 1024) })).status).toBe(413);
    const id = await under.submit(hostId, "echo still here");
    expect(await under.untilEnded(id)).toMatchObject({ state: "completed" });
  });

  test("a server that forgot its queue loses no job", { timeout: 240_000 }, async () => {
    const running = await under.submit(hostId, "sleep 5; echo over");
    await under.until(running, ({ state }) => state === "active");
    await server.kill();
    const unheard = await under.submit(hostId, "echo heard after all");
    await server.start();
    expect(await under.untilEnded(running, 200)).toMatchObject({ state: "completed" });
    expect(await under.untilEnded(unheard, 200)).toMatchObject({ state: "completed" });
  });
});
