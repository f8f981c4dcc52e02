import { type AddressObject, type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

/**
 * refuse: nothing listens; busy: 451 to every message; reject: 550 to every recipient;
 * drop: takes the message and cuts the line without an answer; slow: answers a message after `slowMs`.
 */
export type SmtpFault = "refuse" | "busy" | "reject" | "drop" | "slow";

export interface CaughtMail {
  messageId: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  /** By lower-case name, as sent. */
  headers: Map<string, string>;
  raw: string;
  at: Date;
}

export interface SmtpCatcher {
  /** For SMTP_URL. */
  readonly url: string;
  readonly port: number;
  /** All that arrived, also those whose sender was left without an answer. */
  readonly mails: CaughtMail[];
  setFault(fault: SmtpFault | null): Promise<void>;
  /** Rejects with what did arrive when none fits in time. */
  waitFor(fits: (mail: CaughtMail) => boolean, timeoutMs?: number): Promise<CaughtMail>;
  clear(): void;
  close(): Promise<void>;
}

export interface SmtpOptions {
  /** Name and password asked for; none: anybody may send. */
  account?: { user: string; pass: string };
  slowMs?: number;
  port?: number;
}

/** A real SMTP server on 127.0.0.1 that keeps what it gets. */
export async function startSmtp({ account, slowMs = 5_000, port = 0 }: SmtpOptions = {}): Promise<SmtpCatcher> {
  const mails: CaughtMail[] = [];
  const listeners = new Set<() => void>();
  let fault: SmtpFault | null = null;
  let server = makeServer();
  const boundPort = await listen(server, port);

  function makeServer(): SMTPServer {
    return new SMTPServer({
      authOptional: account === undefined,
      disabledCommands: account === undefined ? ["AUTH", "STARTTLS"] : ["STARTTLS"],
      allowInsecureAuth: true,
      disableReverseLookup: true,
      closeTimeout: 100,
      logger: false,

      onAuth({ username, password }, _session, callback) {
        if (username === account?.user && password === account?.pass) callback(null, { user: username });
        else callback(refusal(535, "5.7.8 Wrong name or password"));
      },

      onRcptTo(_address, _session, callback) {
        callback(fault === "reject" ? refusal(550, "5.1.1 No such mailbox") : null);
      },

      onData(stream, session, callback) {
        void readAll(stream).then(async (raw) => {
          if (fault === "busy") return callback(refusal(451, "4.3.0 Try again later"));
          mails.push(await readMail(raw));
          listeners.forEach((listener) => listener());
          if (fault === "drop") return cut(server, session.id);
          if (fault === "slow") await new Promise((resolve) => setTimeout(resolve, slowMs));
          callback(null, "2.0.0 Taken");
        }, callback);
      },
    });
  }

  return {
    mails,
    port: boundPort,
    url: `smtp://${account ? `${encodeURIComponent(account.user)}:${encodeURIComponent(account.pass)}@` : ""}127.0.0.1:${boundPort}`,

    async setFault(next) {
      const listened = fault !== "refuse";
      fault = next;
      if (next === "refuse" && listened) await close(server);
      if (next !== "refuse" && !listened) {
        server = makeServer();
        await listen(server, boundPort);
      }
    },

    waitFor(fits, timeoutMs = 15_000) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          listeners.delete(look);
          const seen = mails.map(({ subject, to }) => `“${subject}” to ${to.join(", ")}`).join("; ");
          reject(new Error(`No such email within ${timeoutMs / 1_000} s. Arrived: ${seen || "none"}.`));
        }, timeoutMs);
        const look = (): void => {
          const found = mails.find(fits);
          if (!found) return;
          clearTimeout(timer);
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
      });
    },

    clear() {
      mails.length = 0;
    },

    async close() {
      if (fault !== "refuse") await close(server);
    },
  };
}

function refusal(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const listening = server.listen(port, "127.0.0.1", () => {
      server.removeListener("error", reject);
      // A sender that cuts its connection is no fault of the catcher.
      server.on("error", () => undefined);
      const address = listening.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

function close(server: SMTPServer): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function cut(server: SMTPServer, sessionId: string): void {
  for (const connection of server.connections) {
    if (connection.id === sessionId) connection._socket.destroy();
  }
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function readMail(raw: Buffer): Promise<CaughtMail> {
  const mail = await simpleParser(raw);
  return {
    messageId: mail.messageId ?? "",
    from: mail.from?.text ?? "",
    to: addressesOf(mail),
    subject: mail.subject ?? "",
    text: mail.text ?? "",
    html: mail.html || "",
    headers: new Map(mail.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(":") + 1).trim()])),
    raw: raw.toString("utf8"),
    at: new Date(),
  };
}

function addressesOf({ to }: ParsedMail): string[] {
  const objects: AddressObject[] = to === undefined ? [] : Array.isArray(to) ? to : [to];
  return objects.flatMap(({ value }) => value.map(({ address }) => address ?? ""));
}
