import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Env } from "../env";
import { isAllowedHost, isOwnOrigin } from "./allowed-host";
import { beforeHeaders } from "./before-headers";
import { contentSecurityPolicy } from "./content-security-policy";

const forwarded = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "x-real-ip"];

/**
 * Makes a request safe to hand on: forwarded headers only from a proxy that we trust, one client address in
 * `x-forwarded-for`, the path in `x-sqmpy-path`, a nonce for the page in `x-nonce`.
 * Answers a sentence when the request is to be refused.
 */
export function hardenRequest(
  request: IncomingMessage,
  response: ServerResponse,
  options: { env: Pick<Env, "url" | "loginDisabled" | "trustProxy">; dev: boolean },
): string | null {
  const { env, dev } = options;
  const { headers } = request;

  const clientAddress = env.trustProxy ? lastOf(headers["x-forwarded-for"]) : undefined;
  if (!env.trustProxy) forwarded.forEach((name) => delete headers[name]);
  headers["x-forwarded-for"] = clientAddress ?? request.socket.remoteAddress ?? "unknown";
  headers["x-sqmpy-path"] = request.url ?? "/";

  if (env.loginDisabled) {
    if (!isAllowedHost(headers.host, env.url)) {
      return `Sqmpy does not answer to this name. Open ${env.url}, or set SQMPY_URL to the address that you use.`;
    }
    const changes = request.method !== "GET" && request.method !== "HEAD";
    if (changes && !isOwnOrigin(headers.origin, headers.host)) return "This request comes from a page that is not Sqmpy's.";
    if (headers["sec-fetch-site"] === "cross-site" && headers["sec-fetch-mode"] !== "navigate") {
      return "Sqmpy's pages and files cannot be built into other sites.";
    }
  }

  const nonce = randomBytes(18).toString("base64");
  const policy = contentSecurityPolicy(nonce, { dev, https: env.url.startsWith("https:") });
  headers["x-nonce"] = nonce;
  headers["content-security-policy"] = policy;
  delete headers["content-security-policy-report-only"];
  beforeHeaders(response, () => {
    // A route that sets its own policy keeps it.
    if (!response.hasHeader("content-security-policy")) response.setHeader("content-security-policy", policy);
  });
  return null;
}

function lastOf(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header.join(",") : header;
  return text?.split(",").at(-1)?.trim() || undefined;
}
