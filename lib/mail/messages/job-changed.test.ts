import { describe, expect, it } from "vitest";
import type { HostId, JobId, UserId } from "@/lib/domain/ids";
import type { Job } from "@/lib/domain/job";
import { mailMoments } from "@/lib/domain/mail-wish";
import { jobChanged, type OutputTail } from "./job-changed";

const baseUrl = "https://sqmpy.example.org";

const job: Job = {
  id: "abcdefghijkm" as JobId,
  ownerId: "user" as UserId,
  hostId: "host" as HostId,
  hostName: "lab-3",
  name: "fit of the third run",
  description: "With the new priors.",
  scriptName: "fit.py",
  script: "print(1)",
  interpreter: ["python3"],
  arguments: ["--steps", "1000"],
  environment: [{ name: "TOKEN", value: "secret-value" }],
  workingDirectory: "~/sqmpy/abcdefghijkm",
  directory: "/home/ada/sqmpy/abcdefghijkm",
  walltimeSeconds: null,
  scheduler: "shell",
  resources: null,
  batchScript: null,
  taskCount: 0,
  tasksAtOnce: null,
  tasks: null,
  queueState: null,
  queueReason: null,
  expectedStartAt: null,
  nodes: null,
  usage: null,
  mailWish: null,
  state: "completed",
  waitReason: null,
  endReason: "exit",
  exitCode: 0,
  signal: null,
  failure: null,
  nativeId: "4711",
  attempt: 1,
  submittedAt: new Date("2026-11-24T05:00:00Z"),
  startedAt: new Date("2026-11-24T05:00:02Z"),
  endedAt: new Date("2026-11-24T07:10:05Z"),
  heardAt: null,
  silence: null,
  cancelRequestedAt: null,
  resubmittedFrom: null,
  stdoutSize: 10,
  stderrSize: 0,
};

const output: OutputTail = { stdout: "step 1\nstep 2\nwrote result.csv\n", stderr: "a warning\n", note: null };
const failed: Partial<Job> = { state: "failed", exitCode: 3 };

function mailOf(change: Partial<Job> = {}, tail: OutputTail | null = output, moment: (typeof mailMoments)[number] = "completed") {
  return jobChanged({ job: { ...job, ...change }, moment, to: "ada@example.org", link: `${baseUrl}/jobs/${job.id}`, output: tail, baseUrl });
}

describe("a mail about a job", () => {
  it("says in its subject what happened to which job and where", () => {
    expect(mailOf().subject).toBe("✓ Completed: fit of the third run on lab-3");
    expect(mailOf(failed, output, "failed").subject).toBe("✗ Failed: fit of the third run on lab-3");
    expect(mailOf({}, null, "queued").subject).toBe("… Queued: fit of the third run on lab-3");
    expect(mailOf({}, output, "active").subject).toBe("▶ Running: fit of the third run on lab-3");
    expect(mailOf({ state: "canceled", endReason: "canceled" }, output, "canceled").subject).toBe("– Canceled: fit of the third run on lab-3");
  });

  it.each(["text", "html"] as const)("tells in %s how it ended, where, how long, the last lines, the link and why it was sent", (part) => {
    const body = mailOf()[part];
    for (const piece of [
      "Ended with exit code 0.",
      "lab-3",
      "2 h 10 min",
      "24 Nov 2026, 07:10 UTC",
      "fit.py --steps 1000",
      "With the new priors.",
      "step 2\nwrote result.csv",
      `${baseUrl}/jobs/abcdefghijkm`,
      "your settings ask for one when a job completes",
      `${baseUrl}/settings`,
    ]) {
      expect(body).toContain(piece);
    }
    expect(body).not.toContain("secret-value");
    expect(body).not.toContain("a warning");
  });

  it("names the job's own wish where it has one", () => {
    expect(mailOf({ mailWish: ["completed"] }).text).toContain("you asked for one when this job completes");
  });

  it("shows the end of stderr too when the job failed", () => {
    const { text, html } = mailOf(failed, output, "failed");
    expect(text).toContain("The script ended with exit code 3.");
    expect(text).toMatch(/stderr\n-+\na warning/);
    expect(html).toContain("a warning");
    expect(text.indexOf("a warning")).toBeLessThan(text.indexOf("wrote result.csv"));
    expect(mailOf(failed, { ...output, stderr: " \n" }, "failed").text).not.toContain("stderr");
  });

  it("says why a job never started, once", () => {
    const failure = "The host's disk is full.";
    const { text } = mailOf({ state: "failed", endReason: "stage_in", failure, startedAt: null }, { stdout: "", stderr: "", note: null }, "failed");
    expect(text.split(failure)).toHaveLength(2);
    expect(text).not.toContain("Ran for");
  });

  it("goes out without lines, and says why", () => {
    const note = "The last lines of output could not be read from lab-3: no answer within 10 s";
    const { text, html } = mailOf({}, { stdout: "", stderr: "", note });
    expect(text).toContain(note);
    expect(html).toContain(note);
    expect(mailOf({}, { stdout: "", stderr: "", note: null }).text).toContain("The script printed nothing.");
  });

  it("says on a start nothing that is known only later", () => {
    const { text } = mailOf({}, null, "queued");
    expect(text).toContain("It is on lab-3 and waits for its start.");
    expect(text).not.toMatch(/Started|Ended|Ran for|printed nothing/);
    expect(mailOf({ waitReason: "the host does not answer" }, null, "queued").text).toContain("the host does not answer");
    expect(mailOf({}, output, "active").text).not.toContain("Ended");
  });

  it("has the same Message-ID each time, another for each change, and one thread a job", () => {
    const mails = mailMoments.map((moment) => mailOf({}, null, moment));
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(mailMoments.length);
    expect(mailOf({ name: "renamed" }, null).messageId).toBe(mailOf().messageId);
    expect(mailOf().messageId).toBe("<job.abcdefghijkm.completed@sqmpy.example.org>");
    for (const { headers } of mails) expect(headers).toMatchObject({ References: "<job.abcdefghijkm@sqmpy.example.org>", "In-Reply-To": "<job.abcdefghijkm@sqmpy.example.org>" });
    expect(jobChanged({ job, moment: "completed", to: "a@b.c", link: "x", output, baseUrl: "http://127.0.0.1:3000" }).messageId).toBe("<job.abcdefghijkm.completed@sqmpy.local>");
  });
});

describe("hostile and odd content", () => {
  const name = `<script>alert(1)</script>\r\nBcc: eve@example.org\n"quoted" & \u202Egpj.exe`;

  it("cannot add a header", () => {
    const mail = mailOf({ name, hostName: "lab\r\nBcc: eve@example.org" });
    for (const value of [mail.subject, mail.to, mail.messageId, ...Object.values(mail.headers ?? {})]) expect(value).not.toMatch(/[\r\n]/);
    expect(mail.subject).not.toContain("\u202E");
    expect(jobChanged({ job, moment: "failed", to: "a@b.c\r\nBcc: d@e.f", link: "x", output, baseUrl }).to).not.toMatch(/[\r\n]/);
  });

  it("cannot add HTML, wherever it stands", () => {
    const html = mailOf(
      { ...failed, name, description: "<img src=x onerror=alert(1)>", hostName: "<b>lab</b>", scriptName: '"><svg onload=x>', failure: "<iframe>", endReason: "exit" },
      { stdout: "</pre><script>alert(2)</script>", stderr: "<style>*{display:none}</style>", note: "<u>note</u>" },
      "failed",
    ).html;
    expect(html).not.toMatch(/<(script|img|b>|svg|iframe|u>)/);
    expect(html.match(/<style>/g)).toHaveLength(1);
    expect(html).toContain("&lt;/pre&gt;&lt;script&gt;alert(2)&lt;/script&gt;");
  });

  it("stays readable when all is long", () => {
    const mail = mailOf({ name: "n".repeat(5_000), hostName: "h".repeat(5_000), description: "d".repeat(50_000) }, { stdout: `${"x".repeat(5_000)}\n`.repeat(50), stderr: "", note: null });
    expect(Array.from(mail.subject).length).toBeLessThanOrEqual(150);
    expect(mail.subject).toMatch(/^✓ Completed: n+… on h+…$/);
    expect(mail.text.match(/x{300}…/g)).toHaveLength(20);
    expect(mail.text.length).toBeLessThan(10_000);
  });

  it("keeps other scripts and signs as they are", () => {
    const mail = mailOf({ name: "模拟 δ₂ 🧪 naïve" }, { stdout: "температура 300 K\n", stderr: "", note: null });
    expect(mail.subject).toContain("模拟 δ₂ 🧪 naïve");
    expect(mail.html).toContain("температура 300 K");
  });
});
