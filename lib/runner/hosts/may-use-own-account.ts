import { AppError } from "@/lib/domain/errors";
import type { UserId } from "@/lib/domain/ids";
import type { HostServices } from "./host-services";

/** Whoever uses this computer, its ssh-agent or its files acts as the account that Sqmpy runs under: admins only. */
export function mayUseOwnAccount({ users }: Pick<HostServices, "users">, owner: UserId): boolean {
  return users.get(owner).role === "admin";
}

export function requireOwnAccount(services: Pick<HostServices, "users">, owner: UserId, what: string, field?: string): void {
  if (mayUseOwnAccount(services, owner)) return;
  throw new AppError("forbidden", `${what} belongs to the account that Sqmpy runs under, and only an admin may use it. Choose another way.`, { field });
}
