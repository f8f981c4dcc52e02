import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { streamLengthHeader } from "../format/stream-length-header";
import { isAllowedHost, isOwnOrigin } from "./allowed-host";
import { hardenRequest } from "./harden-request";
import { sendStreamLength } from "./send-stream-length";

const publicUrl = "https://sqmpy.example.org";

describe("isAllowedHost", () => {
  it.each(["localhost", "localhost:3000", "127.0.0.1:3000", "127.8.0.1", "[::1]:3000", "sqmpy.localhost:3000", "sqmpy.example.org", "SQMPY.example.org:443"])(
    "lets %s in",
    (host) => expect(isAllowedHost(host, publicUrl)).toBe(true),
  );

  it.each([undefined, "", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "sqmpy.example.org.evil.example", "10.0.0.1:3000"])(
    "refuses %s",
    (host) => expect(isAllowedHost(host, publicUrl)).toBe(false),
  );
});

describe("isOwnOrigin", () => {
  it("takes its own pages and programs without an origin", () => {
    expect(isOwnOrigin("http://127.0.0.1:3000", "127.0.0.1:3000")).toBe(true);
    expect(isOwnOrigin(undefined, "127.0.0.1:3000")).toBe(true);
  });

  it("refuses other pages, another port and an opaque origin", () => {
    expect(isOwnOrigin("http://evil.example", "127.0.0.1:3000")).toBe(false);
    expect(isOwnOrigin("http://127.0.0.1:8080", "127.0.0.1:3000")).toBe(false);
    expect(isOwnOrigin("null", "127.0.0.1:3000")).toBe(false);
  });
});

describe("hardenRequest", () => {
  function harden(headers: Record<string, string>, env: Partial<{ loginDisabled: boolean; trustProxy: boolean }> = {}, method = "GET") {
    const request = new IncomingMessage(new Socket());
    Object.assign(request, { headers, method, url: "/jobs?state=failed" });
    const response = new ServerResponse(request);
    const refusal = hardenRequest(request, response, { env: { url: publicUrl, loginDisabled: false, trustProxy: false, ...env }, dev: false });
    return { request, response, refusal };
  }

  it("believes no forwarded header from the outside", () => {
    const { request } = harden({ host: "a", "x-forwarded-for": "1.2.3.4", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" });
    expect(request.headers["x-forwarded-for"]).toBe("unknown");
    expect(request.headers["x-forwarded-host"]).toBeUndefined();
    expect(request.headers["x-forwarded-proto"]).toBeUndefined();
  });

  it("takes the address that a trusted proxy saw, not what its client claims", () => {
    const { request } = harden({ host: "a", "x-forwarded-for": "6.6.6.6, 1.2.3.4" }, { trustProxy: true });
    expect(request.headers["x-forwarded-for"]).toBe("1.2.3.4");
  });

  it("gives the page its nonce, its path and a policy", () => {
    const { request, response } = harden({ host: "a" });
    expect(request.headers["x-sqmpy-path"]).toBe("/jobs?state=failed");
    response.writeHead(200);
    expect(response.getHeader("content-security-policy")).toContain(`'nonce-${String(request.headers["x-nonce"])}'`);
  });

  it("leaves a policy that a route has set", () => {
    const { response } = harden({ host: "a" });
    response.setHeader("Content-Security-Policy", "sandbox");
    response.writeHead(200);
    expect(response.getHeader("content-security-policy")).toBe("sandbox");
  });

  it("refuses strangers' names and pages in single-user mode alone", () => {
    expect(harden({ host: "evil.example" }).refusal).toBeNull();
    expect(harden({ host: "evil.example" }, { loginDisabled: true }).refusal).toContain("SQMPY_URL");
    expect(harden({ host: "localhost", origin: "http://evil.example" }, { loginDisabled: true }, "POST").refusal).not.toBeNull();
    expect(harden({ host: "localhost", "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }, { loginDisabled: true }).refusal).not.toBeNull();
    expect(harden({ host: "localhost", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" }, { loginDisabled: true }).refusal).toBeNull();
  });
});

describe("sendStreamLength", () => {
  function respond(headers: Record<string, string>) {
    const response = new ServerResponse(new IncomingMessage(new Socket()));
    sendStreamLength(response);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.flushHeaders();
    return response;
  }

  it("sends the length under its right name", () => {
    const response = respond({ [streamLengthHeader]: "10" });
    expect([response.getHeader("content-length"), response.hasHeader(streamLengthHeader)]).toEqual(["10", false]);
  });

  it("says nothing of a body that is packed on its way", () => {
    const response = respond({ [streamLengthHeader]: "10", "content-encoding": "gzip" });
    expect([response.hasHeader("content-length"), response.hasHeader(streamLengthHeader)]).toEqual([false, false]);
  });
});
