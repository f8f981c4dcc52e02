import { AppError } from "@/lib/domain/errors";
import type { Host } from "@/lib/domain/host";
import type { HostSpec } from "@/lib/domain/host-spec";
import type { HostId, UserId } from "@/lib/domain/ids";
import { credentialOf, missingCredential } from "./credential-of";
import { findHost } from "./find-host";
import type { HostServices } from "./host-services";

type Needs = Pick<HostServices, "hosts" | "keys" | "users" | "connections">;

/** Empty secret fields keep the stored credential as long as the way to sign in stays the same. */
export function editHost(services: Needs, owner: UserId, id: HostId, spec: HostSpec): Host {
  const { hosts, connections } = services;
  const before = findHost(services, owner, id);
  const given = credentialOf(services, owner, spec);
  if (!given && spec.signIn !== before.signIn) throw missingCredential(spec);
  if (!given && before.signIn === "password" && isElsewhere(before, spec)) {
    throw new AppError("invalid", "The address has changed: give the password again, so that it goes to no other machine unseen.", { field: "password" });
  }

  const { name, address, port, username } = spec;
  const credential = given?.credential ?? null;
  const publicKey = given ? given.publicKey : before.publicKey;
  const after = hosts.update(owner, id, { name, address, port, username, credential, publicKey });
  connections.drop(id);
  return after ?? findHost(services, owner, id);
}

function isElsewhere(before: Host, spec: HostSpec): boolean {
  return before.address.toLowerCase() !== spec.address.toLowerCase() || before.port !== spec.port;
}
