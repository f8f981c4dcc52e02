import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuthContext, type Connection, type PublicKeyAuthContext, type ServerChannel, type Session, Server, utils } from "ssh2";
import type { HostKey } from "@/lib/domain/host";
import { readHostKey } from "@/lib/transport/host-key";
import { serveSftp } from "./ssh2-sftp";

export interface CarriedServerFacts {
  address: "127.0.0.1";
  port: number;
  hostKey: HostKey;
  username: string;
  password: string;
  home: string;
  privateKey: string;
}

/** An SSH server out of the ssh2 package, for machines without sshd: commands with `sh`, files by SFTP, as the account of the tests. */
export class CarriedServer {
  #server: Server | null = null;
  readonly #connections = new Set<Connection>();
  readonly #publicKeys: string[];

  private constructor(
    readonly facts: CarriedServerFacts,
    publicKey: string,
  ) {
    this.#publicKeys = [publicKey];
  }

  static async start(): Promise<CarriedServer> {
    const home = mkdtempSync(join(tmpdir(), "sqmpy-carried-"));
    const hostKey = makeKey();
    const userKey = makeKey();
    const facts = { username: "carried", password: "a carried password", home, privateKey: userKey.private, hostKey: hostKeyOf(hostKey.public) };
    const server = new CarriedServer({ address: "127.0.0.1", port: 0, ...facts }, userKey.public);
    await server.#listen(hostKey.private);
    return server;
  }

  /** Lets more public keys in, one a line. */
  authorize(publicKeys: string): void {
    this.#publicKeys.push(...publicKeys.split("\n"));
  }

  /** The same address with another key, as after a new installation. */
  async changeHostKey(): Promise<HostKey> {
    await this.#hangUp();
    const hostKey = makeKey();
    this.facts.hostKey = hostKeyOf(hostKey.public);
    await this.#listen(hostKey.private);
    return this.facts.hostKey;
  }

  async stop(): Promise<void> {
    await this.#hangUp();
    rmSync(this.facts.home, { recursive: true, force: true });
  }

  async #listen(privateKey: string): Promise<void> {
    const server = new Server({ hostKeys: [privateKey] }, (connection) => this.#serve(connection));
    this.#server = server;
    server.listen(this.facts.port, this.facts.address);
    await once(server, "listening");
    this.facts.port = (server.address() as AddressInfo).port;
  }

  async #hangUp(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = null;
    for (const connection of this.#connections) connection.end();
    server.close();
    await once(server, "close");
  }

  #serve(connection: Connection): void {
    this.#connections.add(connection);
    // Its answers would wait 40 ms each for the last one's acknowledgement; the method is missing from ssh2's types.
    (connection as Connection & { setNoDelay(noDelay: boolean): void }).setNoDelay(true);
    connection.on("close", () => this.#connections.delete(connection));
    // A client that goes away is no error of the server.
    connection.on("error", () => this.#connections.delete(connection));
    connection.on("authentication", (context) => {
      if (this.#isKnown(context)) context.accept();
      else context.reject(["publickey", "password"]);
    });
    connection.on("session", (accept) => serveSession(accept(), this.facts.home));
  }

  #isKnown(context: AuthContext): boolean {
    if (context.username !== this.facts.username) return false;
    if (context.method === "password") return context.password === this.facts.password;
    return context.method === "publickey" && this.#publicKeys.some((line) => isSignedBy(line, context));
  }
}

function makeKey(): { private: string; public: string } {
  return utils.generateKeyPairSync("ed25519");
}

function hostKeyOf(publicLine: string): HostKey {
  return readHostKey(Buffer.from(publicLine.split(" ")[1] ?? "", "base64"));
}

/** Without a signature a client only asks whether the key would do. */
function isSignedBy(publicLine: string, { key, blob, signature, hashAlgo }: PublicKeyAuthContext): boolean {
  const known = utils.parseKey(publicLine);
  if (known instanceof Error || !known.getPublicSSH().equals(key.data)) return false;
  return blob === undefined || signature === undefined || known.verify(blob, signature, hashAlgo) === true;
}

function serveSession(session: Session, home: string): void {
  session.on("exec", (accept, _reject, { command }) => runCommand(accept(), command, home));
  session.on("sftp", (accept) => serveSftp(accept()));
}

function runCommand(channel: ServerChannel, command: string, home: string): void {
  const child = spawn("/bin/sh", ["-c", command], { cwd: home, env: { ...process.env, HOME: home, SHELL: "/bin/sh" }, detached: true });
  channel.pipe(child.stdin);
  child.stdin.on("error", () => channel.unpipe(child.stdin));
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.once("exit", (code, signal) => {
    if (signal) channel.exit(signal.slice(3));
    else channel.exit(code ?? 0);
  });
  child.once("close", () => channel.end());
}
