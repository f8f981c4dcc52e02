export type ImportSource = { from: "text"; text: string } | { from: "own_file" };

export interface ListedHost {
  alias: string;
  address: string;
  port: number;
  username: string | null;
  identityFile: string | null;
  /** Why it cannot be added; null when it can. */
  problem: string | null;
}

export type ImportSignIn = "made_key" | "agent" | "file_keys";

export interface ImportWish {
  source: ImportSource;
  aliases: string[];
  username: string;
  signIn: ImportSignIn;
}

export interface Imported {
  added: { id: string; name: string; publicKey: string | null }[];
  left: { alias: string; problem: string }[];
  signIn: ImportSignIn;
}

export type Refused = { ok: false; message: string };
export type ListHosts = (source: ImportSource) => Promise<{ ok: true; hosts: ListedHost[] } | Refused>;
export type ImportHosts = (wish: ImportWish) => Promise<({ ok: true } & Imported) | Refused>;
