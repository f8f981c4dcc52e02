import { notFound } from "next/navigation";
import { requireUser } from "@/lib/auth/require-user";
import type { Host } from "@/lib/domain/host";
import type { HostId, UserId } from "@/lib/domain/ids";
import { sqmpy } from "@/lib/wiring";

/** The host of the address, if it is the asker's own. */
export async function findHostOr404(params: Promise<{ hostId: string }>): Promise<{ userId: UserId; host: Host }> {
  const user = await requireUser();
  const host = sqmpy().desk.hosts.find(user.id, (await params).hostId as HostId);
  if (!host) notFound();
  return { userId: user.id, host };
}
