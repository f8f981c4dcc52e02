import type { Host } from "@/lib/domain/host";
import type { HostSpec } from "@/lib/domain/host-spec";
import type { UserId } from "@/lib/domain/ids";
import { credentialOf, missingCredential } from "./credential-of";
import type { HostServices } from "./host-services";

type Needs = Pick<HostServices, "hosts" | "keys" | "users" | "now">;

/** Rejects with AppError and the field at fault. */
export function addHost(services: Needs, owner: UserId, spec: HostSpec): Host {
  const given = credentialOf(services, owner, spec);
  if (!given) throw missingCredential(spec);
  const { name, address, port, username } = spec;
  return services.hosts.create(owner, { kind: "ssh", name, address, port, username, ...given }, services.now());
}
