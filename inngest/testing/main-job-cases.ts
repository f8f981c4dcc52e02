import { beforeAll, afterAll, describe, expect, inject, test } from "vitest";
import { hasProgram } from "../../e2e/support/has-program";
import type { InngestServer } from "../../e2e/support/inngest-server";
import { howItEnded } from "../../lib/domain/how-it-ended";
import type { HostId } from "../../lib/domain/ids";
import { AppUnderTest, reachOver, type Reach } from "./app-under-test";

const program = `import glob, os, sys
print("args", sys.argv[1:], os.environ["GREETING"], flush=True)
print("to stderr", file=sys.stderr)
names = sorted(n for n in glob.glob("**", recursive=True) if os.path.isfile(n))
for n in names:
    print(ascii(n))
os.makedirs("out/deep", exist_ok=True)
open("out/deep/a b.txt", "w").write("first")
open("out/a b.txt", "w").write("second")
open("a b.txt", "a").write(" and more")
`;

/** The whole way of a job below the pages, over each kind of host. Once in a test file: a process has one app. */
export function mainJobCases(startServer: () => Promise<InngestServer | null>): void {
  let server: InngestServer | null;
  let under: AppUnderTest;
  beforeAll(async () => {
    server = await startServer();
    under = await AppUnderTest.start(server);
  });
  afterAll(async () => {
    await under.stop();
    await server?.stop();
  });

  const { sshd, carried } = inject("hosts");
  const reaches: [string, Reach | null][] = [
    ["real sshd", reachOver(sshd, "plain")],
    ["real sshd with noisy login scripts", reachOver(sshd, "noisy")],
    ["real sshd with csh", reachOver(sshd, "csh")],
    ["real sshd with fish", reachOver(sshd, "fish")],
    ["the server that ssh2 carries", { ...carried, kind: "ssh", credential: { method: "password", password: carried.password } }],
    ["this computer", { kind: "local", address: "localhost", port: 22, username: "me", credential: { method: "agent" }, hostKey: null }],
  ];

  for (const [name, reach] of reaches) {
    describe.skipIf(reach === null)(`a job on ${name}`, () => {
      let hostId: HostId;
      beforeAll(() => void (hostId = under.addHost(reach as Reach)));

      test.skipIf(!hasProgram("python3"))("goes from form to files, with odd names, and one mail", async () => {
        const names = ["a b.txt", "-rf", 'q"uo\'te', "new\nline", "日本/é.dat"];
        const inputs = await Promise.all(names.map(async (path) => ({ path, uploadId: await under.addUpload(`content of ${path}`) })));
        const id = await under.submit(
          hostId,
          program,
          { scriptName: "job.py", inputs, arguments: `"one two" $HOME`, environment: [{ name: "GREETING", value: "it's \"é\"" }] },
        );
        const job = await under.untilEnded(id);
        expect(job, under.storyOf(id)).toMatchObject({ state: "completed", exitCode: 0, endReason: "exit", signal: null });
        const stdout = await under.textOf(id, "stdout.txt");
        expect(stdout).toContain(`args ['one two', '$HOME'] it's "é"`);
        for (const path of names) expect(stdout).toContain(path === "日本/é.dat" ? "\\u65e5\\u672c/\\xe9.dat" : path.slice(0, 3));
        expect(await under.textOf(id, "stderr.txt")).toBe("to stderr\n");
        expect(await under.textOf(id, "out/deep/a b.txt")).toBe("first");
        expect(await under.textOf(id, "out/a b.txt")).toBe("second");

        const outputs = under.files(id).filter((file) => file.kind === "output");
        expect(outputs.map((file) => file.path).sort()).toEqual(["a b.txt", "out/a b.txt", "out/deep/a b.txt"]);
        for (const file of outputs) expect(file).toMatchObject({ place: "stored", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
        const events = under.app.desk.jobs.events(under.user, id).filter((event) => event.kind === "state");
        expect(events.map((event) => event.state)).toEqual(["new", "stage_in", "active", "stage_out", "completed"]);
        await expect.poll(() => under.app.desk.deliveries.ofJob(under.user, id), { timeout: 10_000 }).toMatchObject([{ state: "sent", moment: "completed" }]);
      });

      test("tells exit code, signal and walltime", async () => {
        const [failed, killed, late] = await Promise.all([
          under.submit(hostId, "exit 3"),
          under.submit(hostId, "kill -KILL $$"),
          under.submit(hostId, "echo begun; sleep 60", { walltime: "1s" }),
        ]);
        expect(await under.untilEnded(failed)).toMatchObject({ state: "failed", endReason: "exit", exitCode: 3 });
        expect(await under.untilEnded(killed)).toMatchObject({ state: "failed", endReason: "signal", signal: "SIGKILL" });
        const stopped = await under.untilEnded(late);
        expect(stopped).toMatchObject({ state: "failed", endReason: "walltime" });
        expect(howItEnded(stopped)).toBe("Stopped at its walltime of 1 s.");
      });

      test("is canceled while it runs, with all its processes", async () => {
        const id = await under.submit(hostId, "sleep 300 & sleep 300");
        await under.until(id, (job) => job.state === "active");
        await under.cancel(id);
        expect(await under.untilEnded(id)).toMatchObject({ state: "canceled", endReason: "canceled" });
      });
    });
  }
}
