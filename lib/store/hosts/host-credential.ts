import type { Credential } from "@/lib/domain/host";
import { AppError } from "@/lib/domain/errors";
import type { Store } from "../store";
import type { HostRow } from "./host-row";

export function sealCredential(store: Store, hostId: string, credential: Credential): string {
  return store.vault.seal({ purpose: "host credential", id: hostId }, JSON.stringify(credential));
}

export function openCredential(store: Store, host: Pick<HostRow, "id" | "name" | "sealedCredential">): Credential {
  if (host.sealedCredential === null) {
    throw new AppError("auth_failed", `No password or key is stored for “${host.name}”: open the host and enter one.`);
  }
  return JSON.parse(store.vault.open({ purpose: "host credential", id: host.id }, host.sealedCredential)) as Credential;
}
