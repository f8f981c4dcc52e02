import type { z } from "zod";
import type { Host, SignInMethod } from "@/lib/domain/host";
import type { hostSpecSchema } from "@/lib/domain/host-spec";

export type HostInput = z.input<typeof hostSpecSchema>;

const noSecrets = { password: "", privateKey: "", passphrase: "", madeKeyId: "" };

export const newHostValues: HostInput = { name: "", address: "", port: 22, username: "", signIn: "made_key", ...noSecrets };

/** Secrets never come back: empty fields keep them. */
export function editHostValues({ name, address, port, username, signIn }: Host): HostInput {
  return { name, address, port, username, signIn, ...noSecrets };
}

export const signInLabels: Record<SignInMethod, string> = {
  made_key: "A key that Sqmpy made",
  given_key: "Your own private key",
  password: "Password",
  agent: "ssh-agent",
};
