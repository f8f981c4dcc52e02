import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

export interface ResendEmail {
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  headers?: Record<string, string>;
}

export interface ResendCatcher {
  /** For RESEND_BASE_URL. */
  readonly url: string;
  readonly emails: { key: string; email: ResendEmail }[];
  /** What the next requests are answered with, each once. */
  readonly refusals: { status: number; name: string; message: string; headers?: Record<string, string> }[];
  close(): Promise<void>;
}

/**
 * The part of Resend's HTTP API that Sqmpy uses, on 127.0.0.1, after https://resend.com/docs/api-reference: a repeated
 * idempotency key answers the first email, or 409 when the payload differs.
 */
export async function startResend({ apiKey, domains = [] }: { apiKey: string; domains?: { name: string; status: string }[] }): Promise<ResendCatcher> {
  const emails: ResendCatcher["emails"] = [];
  const refusals: ResendCatcher["refusals"] = [];
  const taken = new Map<string, string>();

  const server = createServer(async (request, response) => {
    const answer = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    };
    const refuse = (status: number, name: string, message: string, headers?: Record<string, string>): void =>
      answer(status, { statusCode: status, name, message }, headers);

    if (request.headers.authorization !== `Bearer ${apiKey}`) return refuse(401, "invalid_api_key", "API key is invalid");
    const refusal = refusals.shift();
    if (refusal) return refuse(refusal.status, refusal.name, refusal.message, refusal.headers);
    if (request.method === "GET" && request.url === "/domains") return answer(200, { object: "list", data: domains });
    if (request.method !== "POST" || request.url !== "/emails") return refuse(404, "not_found", "The requested endpoint does not exist");

    const email = (await json(request)) as ResendEmail;
    const key = String(request.headers["idempotency-key"] ?? "");
    const payload = JSON.stringify(email);
    const earlier = taken.get(key);
    if (earlier !== undefined && earlier !== payload) {
      return refuse(409, "invalid_idempotent_request", "This idempotency key has already been used on a request with a different payload.");
    }
    if (earlier === undefined) {
      taken.set(key, payload);
      emails.push({ key, email });
    }
    answer(200, { id: `email-${[...taken.keys()].indexOf(key)}` });
  });

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    emails,
    refusals,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
