import { AppError } from "@/lib/domain/errors";

export interface SmtpServer {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  secure: boolean;
  requireTLS?: boolean;
  auth?: { user: string; pass: string };
  tls?: { rejectUnauthorized: boolean };
}

const example = "smtp://name:password@mail.example.org:587";

/**
 * Reads `smtp://` (STARTTLS where offered, port 587) or `smtps://` (TLS, port 465) with name and password percent-encoded,
 * and in the query `requireTLS=true` or `tls.rejectUnauthorized=false`, as nodemailer writes them.
 */
export function parseSmtpUrl(text: string): SmtpServer {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== "smtp:" && url.protocol !== "smtps:") || url.hostname === "") {
    throw new AppError("setup", `SMTP_URL is not an address of a mail server. Write it like ${example}`);
  }

  const secure = url.protocol === "smtps:";
  const server: SmtpServer = {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? (secure ? 465 : 587) : Number(url.port),
    secure,
  };
  if (url.username !== "") server.auth = { user: decode(url.username), pass: decode(url.password) };
  if (url.searchParams.get("requireTLS") === "true") server.requireTLS = true;
  if (url.searchParams.get("tls.rejectUnauthorized") === "false") server.tls = { rejectUnauthorized: false };
  return server;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new AppError("setup", `SMTP_URL: a % in the name or password must be written as %25, like in ${example}`);
  }
}
