import SSHConfig from "ssh-config";

/** A host as `~/.ssh/config` names it; null where the file says nothing. */
export interface ConfigHost {
  alias: string;
  hostName: string;
  port: number;
  user: string | null;
  identityFile: string | null;
  /** The jump host it needs, which Sqmpy cannot use yet; such a host is shown, but cannot be added. */
  proxyJump: string | null;
}

/**
 * Reads the text of an OpenSSH client configuration: one entry for each `Host` name without wildcards, with what
 * wildcard sections say of it merged in. Commands in `Match exec` are never run.
 */
export function importSshConfig(text: string): ConfigHost[] {
  const config = SSHConfig.parse(text);
  const aliases = new Set<string>();
  for (const line of config) {
    if (!("config" in line) || line.param.toLowerCase() !== "host") continue;
    for (const pattern of wordsOf(line.value)) {
      if (!/[*?!]/.test(pattern)) aliases.add(pattern);
    }
  }
  return [...aliases].map((alias) => hostOf(config, alias));
}

function hostOf(config: SSHConfig, alias: string): ConfigHost {
  const found = config.compute(alias, { ignoreCase: true, matchExec: false });
  const port = Number(first(found.port) ?? 22);
  const jump = first(found.proxyjump) ?? first(found.proxycommand);
  return {
    alias,
    hostName: (first(found.hostname) ?? alias).replaceAll("%h", alias),
    port: Number.isInteger(port) && port > 0 && port < 65_536 ? port : 22,
    user: first(found.user),
    identityFile: first(found.identityfile),
    proxyJump: jump === null || jump.toLowerCase() === "none" ? null : jump,
  };
}

function wordsOf(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.map((word) => (typeof word === "object" && word !== null && "val" in word ? String(word.val) : String(word)));
}

function first(value: unknown): string | null {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  if (one === undefined || one === null) return null;
  return typeof one === "object" && "val" in one ? String(one.val) : String(one);
}
