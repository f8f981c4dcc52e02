import { request as httpRequest } from "node:http";
import { JobPage } from "./pages/job-page";
import { callAction } from "./support/call-action";
import { submitJob } from "./support/submit-job";
import { expect, test } from "./support/test";

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** A request with headers that a browser, or fetch, would not send. */
function ask(url: string, path: string, { method = "GET", headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url + path, { method, headers }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.once("error", reject);
    request.end(body);
  });
}

test("each page comes with the headers that keep others out", async ({ stage }) => {
  for (const path of ["/jobs", "/jobs/new", "/hosts", "/settings", "/no-such-page"]) {
    const { headers } = await ask(stage.url, path);
    expect(headers, path).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(headers["permissions-policy"]).toContain("camera=()");
    expect(headers["x-powered-by"]).toBeUndefined();
    const policy = String(headers["content-security-policy"]);
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+'(;|$)/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("object-src 'none'");
  }
});

test("a nonce is used once", async ({ stage }) => {
  const nonces = await Promise.all([1, 2, 3].map(async () => /'nonce-([^']+)'/.exec(String((await ask(stage.url, "/jobs")).headers["content-security-policy"]))?.[1]));
  expect(new Set(nonces).size).toBe(3);
});

test("the engine's door is closed while the embedded engine runs", async ({ stage }) => {
  for (const method of ["GET", "POST", "PUT"]) {
    const answer = await ask(stage.url, "/api/inngest?fnId=submit-job&stepId=step", { method, headers: { "content-type": "application/json" } });
    expect(answer.status, method).toBe(404);
  }
});

test("without sign-in, other names and other sites are refused", async ({ stage }) => {
  const { url } = stage;
  const { port } = new URL(url);
  const foreignName = await ask(url, "/jobs", { headers: { host: `evil.example:${port}` } });
  expect(foreignName.status).toBe(403);
  expect(foreignName.body).toContain("Sqmpy does not answer to this name.");
  expect((await ask(url, "/jobs", { headers: { host: `localhost:${port}` } })).status).toBe(200);

  for (const origin of ["http://evil.example", "null", `http://127.0.0.1:${Number(port) + 1}`]) {
    const posted = await ask(url, "/jobs/new", { method: "POST", headers: { origin }, body: "[]" });
    expect(posted.status, origin).toBe(403);
    const uploaded = await ask(url, "/api/uploads", { method: "POST", headers: { origin, "tus-resumable": "1.0.0", "upload-length": "5" } });
    expect(uploaded.status, origin).toBe(403);
  }
  const embedded = await ask(url, "/jobs", { headers: { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" } });
  expect(embedded.status).toBe(403);
});

test("an action that does not fit its schema is refused, and breaks nothing", async ({ stage }) => {
  for (const input of [{}, { ids: "x".repeat(100) }, { ids: [] }, { ids: [{ $ne: null }] }]) {
    const answer = await callAction(stage.url, "/jobs", "cancelJobs", input);
    expect(answer.status, answer.body).toBe(200);
    expect(answer.body).toContain('"status":"refused"');
  }
});

test("a job's files can do nothing in the browser", async ({ page, stage }) => {
  const evil = "<!doctype html><script>parent.document.title='taken over'</script><h1>hello</h1>";
  const picture = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><rect width="9" height="9"/></svg>`;
  const id = await submitJob(stage, `#!/bin/sh\ncat >page.html <<'EOT'\n${evil}\nEOT\ncat >'pic"ture.svg' <<'EOT'\n${picture}\nEOT\n`);
  const job = await new JobPage(page).open(id);
  await job.expectState("Completed");

  for (const [route, path] of [["download", "page.html"], ["download", 'pic"ture.svg'], ["image", 'pic"ture.svg']]) {
    const { status, headers, body } = await ask(stage.url, `/jobs/${id}/files/${route}?kind=output&path=${encodeURIComponent(path ?? "")}`);
    expect(body.length, path).toBeGreaterThan(0);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["content-security-policy"]).toContain(status === 200 ? "sandbox" : "script-src");
    if (route === "download") expect(headers["content-disposition"]).toMatch(/^attachment; filename="/);
    else if (status === 200) expect(headers["content-type"]).toMatch(/^image\//);
  }

  await job.file("page.html").click();
  await expect(page.getByText("<h1>hello</h1>")).toBeVisible();
  await expect(page).not.toHaveTitle("taken over");
});

test("what is outside of a job is not among its files", async ({ stage, page }) => {
  const id = await submitJob(stage, "#!/bin/sh\necho ok >fine.txt\n");
  await (await new JobPage(page).open(id)).expectState("Completed");
  for (const path of ["../../../etc/passwd", "/etc/passwd", "..%2f..%2fetc/passwd", ".sqmpy/job.env"]) {
    const answer = await ask(stage.url, `/jobs/${id}/files/download?kind=output&path=${encodeURIComponent(path)}`);
    expect(answer.status, path).toBe(404);
    expect(answer.body).not.toContain("root:");
  }
  expect((await ask(stage.url, `/jobs/${id}/files/download?kind=output&path=fine.txt`)).body).toBe("ok\n");
  for (const kind of ["nonsense", ""]) expect((await ask(stage.url, `/jobs/${id}/files/download?kind=${kind}&path=fine.txt`)).status).toBe(404);
});

test("a file comes with its length, and a part of it can be asked for", async ({ page, stage }) => {
  const id = await submitJob(stage, "#!/bin/sh\nprintf 0123456789 >digits.txt\nprintf '<svg xmlns=\"http://www.w3.org/2000/svg\"/>%2000s' >drawing.svg\n");
  await (await new JobPage(page).open(id)).expectState("Completed");
  const path = `/jobs/${id}/files/download?kind=output&path=digits.txt`;
  const packed = { "accept-encoding": "gzip" };

  const whole = await ask(stage.url, path, { headers: packed });
  expect([whole.status, whole.body, whole.headers["content-length"], whole.headers["accept-ranges"]]).toEqual([200, "0123456789", "10", "bytes"]);
  expect(whole.headers["transfer-encoding"]).toBeUndefined();
  expect((await ask(stage.url, path, { method: "HEAD" })).headers["content-length"]).toBe("10");

  const part = await ask(stage.url, path, { headers: { ...packed, range: "bytes=3-5" } });
  expect([part.status, part.body, part.headers["content-range"], part.headers["content-length"]]).toEqual([206, "345", "bytes 3-5/10", "3"]);
  const rest = await ask(stage.url, path, { headers: { range: "bytes=7-", "if-range": String(whole.headers.etag) } });
  expect([rest.status, rest.body]).toEqual([206, "789"]);
  expect((await ask(stage.url, path, { headers: { range: "bytes=7-", "if-range": '"of another file"' } })).body).toBe("0123456789");
  expect((await ask(stage.url, path, { headers: { range: "bytes=20-" } })).status).toBe(416);

  const drawing = await ask(stage.url, `/jobs/${id}/files/image?kind=output&path=drawing.svg`, { headers: packed });
  expect(drawing.headers["content-encoding"]).toBeUndefined();
  expect(drawing.headers["content-length"]).toBe(String(drawing.body.length));
});
