import type { HostId } from "@/lib/domain/ids";
import type { HostDesk, UserDesk } from "@/lib/store/desk";
import type { Services } from "../services";

export interface KeyPair {
  /** OpenSSH format, not encrypted. */
  privateKey: string;
  /** The line for `authorized_keys`. */
  publicKey: string;
}

/** A host as a `~/.ssh/config` names it; null where the file says nothing. */
export interface ConfigHost {
  alias: string;
  hostName: string;
  port: number;
  user: string | null;
  identityFile: string | null;
  proxyJump: string | null;
}

/** The account that Sqmpy runs under, for admins alone. */
export interface OwnAccount {
  username(): string;
  hasAgent(): boolean;
  /** The text of its `~/.ssh/config`; null when there is none. */
  sshConfig(): Promise<string | null>;
  /** A private key of it, `~/` meaning its home; null when there is none or it may not be read. */
  privateKey(path: string): Promise<string | null>;
}

/** What adding, testing and importing hosts need of the outside. */
export interface HostServices {
  hosts: HostDesk;
  users: Pick<UserDesk, "get">;
  connections: Pick<Services["connections"], "test" | "drop" | "with">;
  notes: {
    noteContact(id: HostId, at: Date): void;
    noteError(id: HostId, message: string, at: Date): void;
    park(id: HostId, message: string, at: Date): void;
  };
  keys: {
    makeKeyPair(): KeyPair;
    /** Rejects with AppError, field `privateKey` or `passphrase`. */
    publicLineOf(privateKey: string, passphrase: string | null): string;
  };
  readSshConfig(text: string): ConfigHost[];
  ownAccount: OwnAccount;
  now: () => Date;
}
