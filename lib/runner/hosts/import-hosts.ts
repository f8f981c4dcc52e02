import { AppError } from "@/lib/domain/errors";
import type { Host } from "@/lib/domain/host";
import { hostSpecSchema } from "@/lib/domain/host-spec";
import type { UserId } from "@/lib/domain/ids";
import type { GivenCredential } from "./credential-of";
import type { HostServices } from "./host-services";
import { listConfigHosts, type ConfigSource, type ListedHost } from "./list-config-hosts";
import { requireOwnAccount } from "./may-use-own-account";

/** made_key: one key of Sqmpy's for all of them. file_keys: those that the own file names, or its usual ones. */
export const importSignIns = ["made_key", "agent", "file_keys"] as const;
export type ImportSignIn = (typeof importSignIns)[number];

export interface ImportWish {
  source: ConfigSource;
  aliases: readonly string[];
  /** For hosts whose username the file does not name. */
  username: string;
  signIn: ImportSignIn;
}

export interface ImportAnswer {
  added: Host[];
  left: { alias: string; problem: string }[];
}

const usualKeys = ["~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa"];

type Needs = Pick<HostServices, "hosts" | "users" | "keys" | "readSshConfig" | "ownAccount" | "now">;

/** Adds what can be added, and says of each other why not. */
export async function importHosts(services: Needs, owner: UserId, wish: ImportWish): Promise<ImportAnswer> {
  const wished = new Set(wish.aliases);
  const listed = (await listConfigHosts(services, owner, wish.source)).filter(({ alias }) => wished.has(alias));
  if (listed.length === 0) throw new AppError("invalid", "Choose at least one host.", { field: "aliases" });
  if (wish.signIn !== "made_key") requireOwnAccount(services, owner, wish.signIn === "agent" ? "The ssh-agent" : "The folder ~/.ssh", "signIn");
  if (wish.signIn === "file_keys" && wish.source.from !== "own_file") {
    throw new AppError("invalid", "Keys can be taken only together with this computer’s own ~/.ssh/config.", { field: "signIn" });
  }

  const shared = wish.signIn === "made_key" ? services.keys.makeKeyPair() : null;
  const answer: ImportAnswer = { added: [], left: [] };
  for (const host of listed) {
    try {
      answer.added.push(await addOne(services, owner, host, wish.username, () => credential(shared, host)));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      answer.left.push({ alias: host.alias, problem: error.message });
    }
  }
  return answer;

  async function credential(pair: typeof shared, host: ListedHost): Promise<GivenCredential> {
    if (pair) return { credential: { method: "made_key", privateKey: pair.privateKey }, publicKey: pair.publicKey };
    return wish.signIn === "agent" ? { credential: { method: "agent" }, publicKey: null } : keyOfFile(services, host);
  }
}

async function addOne(
  { hosts, now }: Needs,
  owner: UserId,
  listed: ListedHost,
  usualName: string,
  credential: () => Promise<GivenCredential>,
): Promise<Host> {
  if (listed.problem !== null) throw new AppError("invalid", listed.problem);
  const { alias, address, port } = listed;
  const username = hostSpecSchema.shape.username.safeParse(listed.username ?? usualName);
  if (!username.success) throw new AppError("invalid", "The file names no username for it: give one, and import it again.", { field: "username" });
  const name = alias.slice(0, 80);
  return hosts.create(owner, { kind: "ssh", name, address, port, username: username.data, ...(await credential()) }, now());
}

async function keyOfFile({ keys, ownAccount }: Needs, { identityFile }: ListedHost): Promise<GivenCredential> {
  for (const file of identityFile ? [identityFile] : usualKeys) {
    const privateKey = await ownAccount.privateKey(file);
    if (privateKey === null) continue;
    const publicKey = openKey(() => keys.publicLineOf(privateKey, null), file);
    return { credential: { method: "given_key", privateKey, passphrase: null }, publicKey };
  }
  throw new AppError("not_found", `No key could be read (${identityFile ?? usualKeys.join(", ")}). Add this host by hand, or sign in to it by a key that Sqmpy makes.`);
}

function openKey(read: () => string, file: string): string {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError && error.field === "passphrase") {
      throw new AppError("invalid", `Its key ${file} is protected by a passphrase. Add this host by hand and give the key with its passphrase.`, { cause: error });
    }
    throw error;
  }
}
