import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { ConnectionReport, ConnectionStepResult } from "@/lib/domain/host";
import { followHostTest, type HostTestLine } from "./follow-host-test";

const step: ConnectionStepResult = { step: "name", outcome: "ok", detail: "10.0.0.7 – größer", took: 3 };
const report: ConnectionReport = { ok: true, steps: [step], facts: null, offeredHostKey: null, pinnedHostKey: null };
const line = (news: HostTestLine) => Buffer.from(`${JSON.stringify(news)}\n`);

let server: Server | undefined;
afterEach(() => server?.close());

async function serve(answer: (response: ServerResponse) => void): Promise<string> {
  const made = createServer((_request, response) => answer(response));
  server = made;
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}/`;
}

describe("following a connection test", () => {
  test("hears each step once, however the bytes are cut", async () => {
    const bytes = Buffer.concat([line({ kind: "step", result: step }), line({ kind: "report", report })]);
    const address = await serve(async (response) => {
      for (let at = 0; at < bytes.length; at += 7) {
        response.write(bytes.subarray(at, at + 7));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    const heard: ConnectionStepResult[] = [];
    expect(await followHostTest(address, new AbortController().signal, (result) => heard.push(result))).toEqual(report);
    expect(heard).toEqual([step]);
  });

  test("a problem becomes its sentence", async () => {
    const address = await serve((response) => response.end(line({ kind: "problem", message: "No credential." })));
    await expect(followHostTest(address, new AbortController().signal, () => undefined)).rejects.toThrow("No credential.");
  });

  test("an answer cut off says so", async () => {
    const address = await serve((response) => response.end(line({ kind: "step", result: step })));
    await expect(followHostTest(address, new AbortController().signal, () => undefined)).rejects.toThrow("cut off");
  });

  test("a session that ended asks to sign in", async () => {
    const address = await serve((response) => response.writeHead(401).end());
    await expect(followHostTest(address, new AbortController().signal, () => undefined)).rejects.toThrow("signed out");
  });
});
