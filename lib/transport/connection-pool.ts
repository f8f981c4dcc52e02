import { AppError, messageOf } from "@/lib/domain/errors";
import { type ConnectionStepResult, type Credential, type Host, endpointOf } from "@/lib/domain/host";
import { afterAuthFailure, afterUnreachable, breakerError, closedBreaker, isClean, isOpen, isOpenForAuth } from "./breaker";
import type { Connections, HostDirectory } from "./connections";
import { LocalTransport } from "./local-transport";
import { type ConnectTimes, HostKeyRefusal, openSshConnection, usualTimes } from "./ssh-client";
import type { SshConnection } from "./ssh-connection";
import { SshTransport } from "./ssh-transport";
import { testLocal, testSsh } from "./test-connection";
import type { Transport } from "./transport";

export interface ConnectionsOptions {
  directory: HostDirectory;
  now: () => Date;
  log: (level: "info" | "warn" | "error", message: string, facts?: Record<string, unknown>) => void;
  /** Whether "This computer" may be used. */
  local: boolean;
  /** Milliseconds that an unused connection is kept; default five minutes. */
  idleMs?: number;
  times?: ConnectTimes;
}

/** Hosts being connected to at one address at a time; sshd turns away a crowd (`MaxStartups`). */
const openingWidth = 4;
const contactEveryMs = 10_000;

interface Line {
  connection: SshConnection;
  transport: SshTransport;
  users: number;
  isDropped: boolean;
  idleTimer: NodeJS.Timeout | null;
}

interface Opening {
  line: Promise<Line>;
  /** False once the host was dropped meanwhile. */
  isWanted: boolean;
}

export function createConnections(options: ConnectionsOptions): Connections {
  return new ConnectionPool(options);
}

class ConnectionPool implements Connections {
  readonly #lines = new Map<Host["id"], Line>();
  readonly #opening = new Map<Host["id"], Opening>();
  readonly #crowds = new Map<string, { inside: number; queue: (() => void)[] }>();
  readonly #contacts = new Map<Host["id"], number>();
  readonly #local = new LocalTransport();
  #isClosed = false;

  constructor(private readonly options: ConnectionsOptions) {}

  async with<Answer>(hostId: Host["id"], work: (transport: Transport) => Promise<Answer>): Promise<Answer> {
    const line = this.#openLine(hostId) ?? (await this.#openFor(hostId));
    if (line === "local") return this.#useLocal(hostId, work);
    this.#borrow(line);
    try {
      const answer = await work(line.transport);
      this.#noteContact(hostId);
      return answer;
    } finally {
      this.#giveBack(hostId, line);
    }
  }

  async test(host: Host, credential: Credential, onStep?: (result: ConnectionStepResult) => void) {
    if (host.kind === "local") return testLocal(this.#allowedLocal(), this.options.now(), onStep);
    const endpoint = endpointOf(host);
    const breaker = this.options.directory.breaker(endpoint);
    if (isOpenForAuth(breaker, this.options.now())) throw breakerError(breaker, host.address, this.options.now());
    const { report, failure } = await testSsh(host, credential, this.options.times ?? usualTimes, this.options.now, onStep);
    if (failure) this.#noteEndpoint(endpoint, failure);
    else if (report.ok) this.#noteReached(endpoint);
    return report;
  }

  drop(hostId: Host["id"]): void {
    const opening = this.#opening.get(hostId);
    if (opening) opening.isWanted = false;
    this.#opening.delete(hostId);
    const line = this.#lines.get(hostId);
    if (!line) return;
    this.#lines.delete(hostId);
    this.#retire(line);
  }

  async closeAll(): Promise<void> {
    this.#isClosed = true;
    const lines = [...this.#lines.values()];
    this.#lines.clear();
    await Promise.all(
      lines.map((line) => {
        if (line.idleTimer) clearTimeout(line.idleTimer);
        return line.connection.end();
      }),
    );
  }

  #openLine(hostId: Host["id"]): Line | null {
    const line = this.#lines.get(hostId);
    return line?.connection.isOpen ? line : null;
  }

  async #openFor(hostId: Host["id"]): Promise<Line | "local"> {
    const { host, credential } = this.options.directory.get(hostId);
    if (host.kind === "local") return "local";
    if (host.parkedAt) throw parked(host);
    this.#refuseIfOpen(host);
    const already = this.#opening.get(hostId);
    if (already) return already.line;
    const opening: Opening = { line: this.#open(host, credential, () => opening.isWanted), isWanted: true };
    this.#opening.set(hostId, opening);
    try {
      return await opening.line;
    } finally {
      if (this.#opening.get(hostId) === opening) this.#opening.delete(hostId);
    }
  }

  async #open(host: Host, credential: Credential, isWanted: () => boolean): Promise<Line> {
    const endpoint = endpointOf(host);
    const leave = await this.#enterCrowd(endpoint);
    try {
      return await this.#connect(host, credential, endpoint, isWanted);
    } finally {
      leave();
    }
  }

  async #connect(host: Host, credential: Credential, endpoint: string, isWanted: () => boolean): Promise<Line> {
    this.#refuseIfOpen(host);
    try {
      const connection = await openSshConnection(host, credential, this.options.times, (trouble) =>
        this.options.log("warn", "An SSH connection had trouble.", { hostId: host.id, trouble: messageOf(trouble) }),
      );
      return this.#keep(host, endpoint, connection, isWanted() && !this.#isClosed);
    } catch (error) {
      this.#noteFailure(host, endpoint, error);
      throw error;
    }
  }

  #keep(host: Host, endpoint: string, connection: SshConnection, isWanted: boolean): Line {
    const line: Line = { connection, transport: new SshTransport(connection), users: 0, isDropped: false, idleTimer: null };
    this.#noteReached(endpoint);
    this.#noteContact(host.id);
    if (isWanted) {
      this.#lines.set(host.id, line);
      connection.onLost(() => {
        if (line.idleTimer) clearTimeout(line.idleTimer);
        if (this.#lines.get(host.id) === line) this.#lines.delete(host.id);
      });
    } else {
      line.isDropped = true;
    }
    this.#restIdle(line, host.id);
    return line;
  }

  #refuseIfOpen(host: Host): void {
    const breaker = this.options.directory.breaker(endpointOf(host));
    if (isOpen(breaker, this.options.now())) throw breakerError(breaker, host.address, this.options.now());
  }

  #noteFailure(host: Host, endpoint: string, error: unknown): void {
    const { directory, now } = this.options;
    if (!(error instanceof AppError)) return;
    directory.noteError(host.id, error.message, now());
    if (error instanceof HostKeyRefusal) directory.offerHostKey(host.id, error.offered);
    if (error.code === "auth_failed") directory.park(host.id, error.message, now());
    this.#noteEndpoint(endpoint, error);
  }

  /** A credential that could not even be read was never shown to the host, and does not count there. */
  #noteEndpoint(endpoint: string, error: AppError): void {
    const { directory, now } = this.options;
    const before = directory.breaker(endpoint);
    if (error.code === "unreachable" && error.retryAfterMs === undefined) {
      directory.setBreaker(endpoint, afterUnreachable(before, error.message, now()), now());
    }
    if (error.code === "auth_failed" && error.field === undefined) {
      directory.setBreaker(endpoint, afterAuthFailure(before, error.message, now()), now());
    }
  }

  #noteReached(endpoint: string): void {
    const { directory, now } = this.options;
    if (!isClean(directory.breaker(endpoint))) directory.setBreaker(endpoint, closedBreaker, now());
  }

  #noteContact(hostId: Host["id"]): void {
    const at = this.options.now();
    if (at.getTime() - (this.#contacts.get(hostId) ?? 0) < contactEveryMs) return;
    this.#contacts.set(hostId, at.getTime());
    this.options.directory.noteContact(hostId, at);
  }

  #borrow(line: Line): void {
    line.users += 1;
    if (line.idleTimer) clearTimeout(line.idleTimer);
    line.idleTimer = null;
  }

  #giveBack(hostId: Host["id"], line: Line): void {
    line.users -= 1;
    if (line.users > 0) return;
    if (line.isDropped) void line.connection.end();
    else this.#restIdle(line, hostId);
  }

  #restIdle(line: Line, hostId: Host["id"]): void {
    if (!line.connection.isOpen) return;
    line.idleTimer = setTimeout(() => {
      if (this.#lines.get(hostId) === line) this.#lines.delete(hostId);
      void line.connection.end();
    }, this.options.idleMs ?? 5 * 60_000);
    line.idleTimer.unref();
  }

  #retire(line: Line): void {
    line.isDropped = true;
    if (line.idleTimer) clearTimeout(line.idleTimer);
    if (line.users === 0) void line.connection.end();
  }

  async #useLocal<Answer>(hostId: Host["id"], work: (transport: Transport) => Promise<Answer>): Promise<Answer> {
    const answer = await work(this.#allowedLocal());
    this.#noteContact(hostId);
    return answer;
  }

  #allowedLocal(): LocalTransport {
    if (this.options.local) return this.#local;
    throw new AppError("forbidden", "Jobs on the computer that runs Sqmpy are switched off. Ask its administrator, or choose another host.");
  }

  async #enterCrowd(endpoint: string): Promise<() => void> {
    const crowd = this.#crowds.get(endpoint) ?? { inside: 0, queue: [] };
    this.#crowds.set(endpoint, crowd);
    if (crowd.inside >= openingWidth) await new Promise<void>((resolve) => crowd.queue.push(resolve));
    else crowd.inside += 1;
    return () => {
      const next = crowd.queue.shift();
      if (next) next();
      else crowd.inside -= 1;
      if (crowd.inside === 0) this.#crowds.delete(endpoint);
    };
  }
}

function parked(host: Host): AppError {
  const why = host.lastError ? ` (${host.lastError})` : "";
  return new AppError("parked", `${host.name} refused the sign-in${why}. It is not tried again until you have mended the sign-in and tested the connection, on its page under Hosts.`);
}
