import { AppError } from "@/lib/domain/errors";
import type { Credential } from "@/lib/domain/host";
import type { HostSpec } from "@/lib/domain/host-spec";
import type { UserId } from "@/lib/domain/ids";
import type { HostServices } from "./host-services";
import { requireOwnAccount } from "./may-use-own-account";

export interface GivenCredential {
  credential: Credential;
  publicKey: string | null;
}

/** The credential that a form brings; null when its secret fields are empty. Rejects with the field at fault. */
export function credentialOf(services: Pick<HostServices, "hosts" | "keys" | "users">, owner: UserId, spec: HostSpec): GivenCredential | null {
  switch (spec.signIn) {
    case "made_key": {
      if (spec.madeKeyId === "") return null;
      const pair = services.hosts.madeKey(owner, spec.madeKeyId);
      if (!pair) throw new AppError("invalid", "The key shown is no longer kept. Load this page again to get a new one.", { field: "madeKeyId" });
      return { credential: { method: "made_key", privateKey: pair.privateKey }, publicKey: pair.publicKey };
    }
    case "given_key": {
      if (spec.privateKey.trim() === "") return null;
      const passphrase = spec.passphrase === "" ? null : spec.passphrase;
      const publicKey = services.keys.publicLineOf(spec.privateKey, passphrase);
      return { credential: { method: "given_key", privateKey: spec.privateKey, passphrase }, publicKey };
    }
    case "password":
      return spec.password === "" ? null : { credential: { method: "password", password: spec.password }, publicKey: null };
    case "agent":
      requireOwnAccount(services, owner, "The ssh-agent", "signIn");
      return { credential: { method: "agent" }, publicKey: null };
  }
}

/** What to say, and at which field, when a sign-in has no secret yet. */
export function missingCredential({ signIn }: HostSpec): AppError {
  switch (signIn) {
    case "given_key":
      return new AppError("invalid", "Paste or choose your private key.", { field: "privateKey" });
    case "password":
      return new AppError("invalid", "Give the password.", { field: "password" });
    default:
      return new AppError("invalid", "The key is not made yet. Wait a moment, then save again.", { field: "madeKeyId" });
  }
}
