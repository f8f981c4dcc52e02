import { AppError } from "@/lib/domain/errors";
import type { Host } from "@/lib/domain/host";
import type { HostId, UserId } from "@/lib/domain/ids";
import type { HostServices } from "./host-services";

export function findHost({ hosts }: Pick<HostServices, "hosts">, owner: UserId, id: HostId): Host {
  const host = hosts.find(owner, id);
  if (!host) throw new AppError("not_found", "This host is not there any more. Go back to your hosts.");
  return host;
}
