import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Connection, type ServerChannel, type Session, Server, utils } from "ssh2";
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
  private constructor(
    readonly facts: CarriedServerFacts,
    private readonly server: Server,
    private readonly connections: Set<Connection>,
    private readonly publicKeys: string[],
  ) {}

  static async start(): Promise<CarriedServer> {
    const hostPair = utils.generateKeyPairSync("ed25519");
    const userPair = utils.generateKeyPairSync("ed25519");
    const publicKeys = [userPair.public];
    const home = mkdtempSync(join(tmpdir(), "sqmpy-carried-"));
    const username = "carried";
    const password = "a carried password";
    const connections = new Set<Connection>();
    const server = new Server({ hostKeys: [hostPair.private] }, (connection) => {
      connections.add(connection);
      // Its answers would wait 40 ms each for the last one's acknowledgement; the method is missing from ssh2's types.
      (connection as Connection & { setNoDelay(noDelay: boolean): void }).setNoDelay(true);
      connection.on("close", () => connections.delete(connection));
      // A client that goes away is no error of the server.
      connection.on("error", () => connections.delete(connection));
      connection.on("authentication", (context) => {
        const isKnown = context.username === username;
        if (isKnown && context.method === "password" && context.password === password) context.accept();
        else if (isKnown && context.method === "publickey" && publicKeys.some((line) => isSamePublicKey(context.key.data, line))) context.accept();
        else context.reject(["publickey", "password"]);
      });
      connection.on("session", (accept) => serveSession(accept(), home));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const raw = Buffer.from(hostPair.public.split(" ")[1] ?? "", "base64");
    const { port } = server.address() as AddressInfo;
    return new CarriedServer({ address: "127.0.0.1", port, hostKey: readHostKey(raw), username, password, home, privateKey: userPair.private }, server, connections, publicKeys);
  }

  /** Lets one more public key in. */
  authorize(publicKey: string): void {
    this.publicKeys.push(publicKey);
  }

  async stop(): Promise<void> {
    for (const connection of this.connections) connection.end();
    this.server.close();
    await once(this.server, "close");
    rmSync(this.facts.home, { recursive: true, force: true });
  }
}

function isSamePublicKey(raw: Buffer, line: string): boolean {
  return raw.equals(Buffer.from(line.split(" ")[1] ?? "", "base64"));
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
