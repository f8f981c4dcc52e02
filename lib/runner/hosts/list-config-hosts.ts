import { AppError } from "@/lib/domain/errors";
import { hostSpecSchema } from "@/lib/domain/host-spec";
import type { UserId } from "@/lib/domain/ids";
import type { ConfigHost, HostServices } from "./host-services";
import { requireOwnAccount } from "./may-use-own-account";

/** A text that somebody pasted, or the file of the account that Sqmpy runs under. */
export type ConfigSource = { from: "text"; text: string } | { from: "own_file" };

export interface ListedHost {
  alias: string;
  address: string;
  port: number;
  /** Null: the file names none. */
  username: string | null;
  identityFile: string | null;
  /** Why it cannot be added, as a sentence; null when it can. */
  problem: string | null;
}

type Needs = Pick<HostServices, "hosts" | "users" | "readSshConfig" | "ownAccount">;

/** The hosts that a `~/.ssh/config` names, in its order. Rejects with field `text` when it names none. */
export async function listConfigHosts(services: Needs, owner: UserId, source: ConfigSource): Promise<ListedHost[]> {
  const found = await read(services, owner, source);
  if (found.length === 0) {
    throw new AppError("invalid", "No host is named here. A host begins with a line such as “Host login”, and names with * or ? do not count.", { field: "text" });
  }
  const taken = new Set(services.hosts.list(owner).map(({ name }) => name));
  return found.map((host) => ({
    alias: host.alias,
    address: host.hostName,
    port: host.port,
    username: host.user,
    identityFile: host.identityFile,
    problem: problemWith(host, taken),
  }));
}

async function read(services: Needs, owner: UserId, source: ConfigSource): Promise<ConfigHost[]> {
  if (source.from === "own_file") requireOwnAccount(services, owner, "The file ~/.ssh/config");
  const text = source.from === "text" ? source.text : await services.ownAccount.sshConfig();
  if (text === null) throw new AppError("not_found", `The account ${services.ownAccount.username()} has no ~/.ssh/config that can be read. Paste the text in place of it.`);
  try {
    return services.readSshConfig(text);
  } catch (cause) {
    throw new AppError("invalid", "This is not readable as an OpenSSH configuration. Give the text of your ~/.ssh/config.", { field: "text", cause });
  }
}

function problemWith(host: ConfigHost, taken: ReadonlySet<string>): string | null {
  if (taken.has(host.alias)) return "You already have a host of this name.";
  if (host.proxyJump !== null) return `It is reached through ${host.proxyJump} (ProxyJump), which Sqmpy cannot do yet.`;
  if (!hostSpecSchema.shape.address.safeParse(host.hostName).success) return `Its address, ${host.hostName}, cannot be used.`;
  return null;
}
