import { notFound } from "next/navigation";
import { cache } from "react";
import { requireUser } from "@/lib/auth/require-user";
import type { JobId } from "@/lib/domain/ids";
import { sqmpy } from "@/lib/wiring";

/** The job in the address, for its owner; for others it does not exist. */
export const ownedJob = cache(async (params: Promise<{ jobId: string }>) => {
  const [{ jobId }, user] = await Promise.all([params, requireUser()]);
  const job = sqmpy().desk.jobs.find(user.id, jobId as JobId);
  if (!job) notFound();
  return { user, job };
});
