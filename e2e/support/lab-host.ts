import type { Credential, HostKey } from "@/lib/domain/host";
import { CarriedServer } from "./ssh2-server";
import { Sshd, whyNoSshd } from "./sshd";

/** A host that tests may use: how to sign in, and its home as this machine's disk has it. */
export interface LabHost {
  /** `real sshd`, or the server that ssh2 carries where there is none. */
  what: string;
  spec: { kind: "ssh"; address: string; port: number; username: string; credential: Credential };
  readonly hostKey: HostKey;
  /** Null where the tests cannot set one: they do not run as root. */
  password: string | null;
  home: string;
  sshd: Sshd | null;
  /** Lets public keys in, as lines in `~/.ssh/authorized_keys` would. */
  authorize(publicKeys: string): void;
  /** The same address with another key, as after a new installation. */
  changeHostKey(): Promise<HostKey>;
  stop(): Promise<void>;
}

export async function startLabHost(): Promise<LabHost> {
  return whyNoSshd() === null ? overSshd() : carried();
}

async function overSshd(): Promise<LabHost> {
  const sshd = await Sshd.start({ users: ["plain"] });
  const user = sshd.facts.users.plain;
  if (!user) throw new Error("sshd has no plain user.");
  const credential: Credential = { method: "given_key", privateKey: sshd.facts.privateKey, passphrase: null };
  return {
    what: "real sshd",
    spec: { kind: "ssh", address: sshd.facts.address, port: sshd.facts.port, username: user.username, credential },
    get hostKey() {
      return sshd.facts.hostKey;
    },
    password: user.password,
    home: user.home,
    sshd,
    authorize: (publicKeys) => sshd.authorize(user, publicKeys),
    changeHostKey: () => sshd.changeHostKey(),
    stop: () => sshd.stop(),
  };
}

async function carried(): Promise<LabHost> {
  const server = await CarriedServer.start();
  const { address, port, username, password, home } = server.facts;
  return {
    what: "the server that ssh2 carries",
    spec: { kind: "ssh", address, port, username, credential: { method: "password", password } },
    get hostKey() {
      return server.facts.hostKey;
    },
    password,
    home,
    sshd: null,
    authorize: (publicKeys) => server.authorize(publicKeys),
    changeHostKey: () => server.changeHostKey(),
    stop: () => server.stop(),
  };
}
