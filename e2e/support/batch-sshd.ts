import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HostKey } from "@/lib/domain/host";
import { openSshConnection } from "@/lib/transport/ssh-client";
import type { SshConnection } from "@/lib/transport/ssh-connection";
import { SshTransport } from "@/lib/transport/ssh-transport";
import type { Transport } from "@/lib/transport/transport";
import type { BatchMachine, MachineUser } from "./batch-machine";
import { freePort, waitForPort } from "./free-port";

/** How to sign in; plain data. */
export interface BatchSshFacts {
  address: "127.0.0.1";
  port: number;
  hostKey: HostKey;
  /** Signs in as each of the users. */
  privateKey: string;
  users: readonly MachineUser[];
}

/** A real sshd inside a machine: its login node. */
export class BatchSshd {
  #connections = new Map<string, { connection: SshConnection; transport: Transport }>();

  private constructor(readonly facts: BatchSshFacts) {}

  /** `environment` is what every session gets, beside its usual PATH. */
  static async start(machine: BatchMachine, environment: Record<string, string> = {}): Promise<BatchSshd> {
    const folder = join(machine.folder, "sshd");
    mkdirSync(folder);
    for (const name of ["host_key", "user_key"]) execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "sqmpy-test", "-f", join(folder, name)]);
    mkdirSync(join(folder, "keys"));
    for (const { username } of machine.users) writeFileSync(join(folder, "keys", username), readFileSync(join(folder, "user_key.pub")));
    const port = await freePort();
    writeFileSync(join(folder, "config"), configText(folder, port, environment));
    machine.daemon("sshd", ["/usr/sbin/sshd", "-D", "-e", "-f", join(folder, "config")]);
    try {
      await machine.publish(port);
      await waitForPort(port);
    } catch {
      throw new Error(`sshd did not start: ${machine.logOf("sshd")}`);
    }
    const privateKey = readFileSync(join(folder, "user_key"), "utf8");
    return new BatchSshd({ address: "127.0.0.1", port, hostKey: readHostKey(join(folder, "host_key.pub")), privateKey, users: machine.users });
  }

  /** One connection per person, opened when first asked for. */
  async transport(username: string): Promise<Transport> {
    const { address, port, hostKey, privateKey } = this.facts;
    const open = this.#connections.get(username);
    if (open?.connection.isOpen) return open.transport;
    const connection = await openSshConnection({ address, port, username, hostKey }, { method: "given_key", privateKey, passphrase: null });
    const transport = new SshTransport(connection);
    this.#connections.set(username, { connection, transport });
    return transport;
  }

  async hangUp(): Promise<void> {
    await Promise.all([...this.#connections.values()].map(({ connection }) => connection.end()));
    this.#connections.clear();
  }
}

function configText(folder: string, port: number, environment: Record<string, string>): string {
  const settings = Object.entries(environment).map(([name, value]) => `"${name}=${value}"`);
  return `ListenAddress 127.0.0.1:${port}
HostKey ${folder}/host_key
PidFile none
LogLevel VERBOSE
UseDNS no
StrictModes no
UsePAM no
AuthorizedKeysFile ${folder}/keys/%u
PasswordAuthentication no
KbdInteractiveAuthentication no
MaxStartups 200
MaxSessions 20
Subsystem sftp internal-sftp
${settings.length ? `SetEnv ${settings.join(" ")}\n` : ""}`;
}

function readHostKey(file: string): HostKey {
  const [algorithm = "", key = ""] = readFileSync(file, "utf8").split(" ");
  const fingerprint = `SHA256:${createHash("sha256").update(Buffer.from(key, "base64")).digest("base64").replace(/=+$/, "")}`;
  return { algorithm, fingerprint, key };
}
