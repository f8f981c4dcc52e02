import { inject } from "vitest";
import type { ContractHosts } from "@/e2e/support/contract-hosts";
import type { UserKind } from "@/e2e/support/test-users";
import { LocalTransport } from "../local-transport";
import { openSshConnection } from "../ssh-client";
import { SshTransport } from "../ssh-transport";
import type { Transport } from "../transport";

export interface Lent {
  transport: Transport;
  smallDisk: string | null;
  close(): Promise<void>;
}

export interface Implementation {
  name: string;
  /** null where this machine has no such host. */
  lend: (() => Promise<Lent>) | null;
  runsAsRoot: boolean;
  manyFiles?: number;
}

const hosts: ContractHosts = inject("hosts");
const isRoot = process.getuid?.() === 0;

function overSshd(kind: UserKind): Implementation["lend"] {
  const sshd = hosts.sshd;
  const user = sshd?.users[kind];
  if (!sshd || !user) return null;
  return async () => {
    const target = { address: sshd.address, port: sshd.port, username: user.username, hostKey: sshd.hostKey };
    const connection = await openSshConnection(target, { method: "given_key", privateKey: sshd.privateKey, passphrase: null });
    return { transport: new SshTransport(connection), smallDisk: hosts.smallDisk, close: () => connection.end() };
  };
}

/** Every way to reach a host that this machine can show. */
export const implementations: Implementation[] = [
  { name: "ssh to sshd, bash", lend: overSshd("plain"), runsAsRoot: isRoot && hosts.sshd === null, manyFiles: 10_000 },
  { name: "ssh to sshd, login scripts that print", lend: overSshd("noisy"), runsAsRoot: false },
  { name: "ssh to sshd, csh", lend: overSshd("csh"), runsAsRoot: false },
  { name: "ssh to sshd, fish", lend: overSshd("fish"), runsAsRoot: false },
  {
    name: "ssh to the carried server",
    runsAsRoot: isRoot,
    lend: async () => {
      const { address, port, username, hostKey, password } = hosts.carried;
      const connection = await openSshConnection({ address, port, username, hostKey }, { method: "password", password });
      return { transport: new SshTransport(connection), smallDisk: hosts.smallDisk, close: () => connection.end() };
    },
  },
  {
    name: "this computer",
    runsAsRoot: isRoot,
    lend: async () => ({ transport: new LocalTransport(), smallDisk: hosts.smallDisk, close: async () => undefined }),
  },
];
