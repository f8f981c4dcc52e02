"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { userAction } from "@/lib/action";
import { requireUser } from "@/lib/auth/require-user";
import { AppError } from "@/lib/domain/errors";
import type { HostId } from "@/lib/domain/ids";
import { addThisComputer as add } from "@/lib/runner/hosts/add-this-computer";
import { testHost } from "@/lib/runner/hosts/test-host";
import { tryBatchScript } from "@/lib/runner/hosts/try-batch-script";
import { sqmpy } from "@/lib/wiring";

/** Adds the computer that Sqmpy runs on, tests it, and renews the form that asked. */
export const takeThisComputer = userAction(z.object({}), async (userId) => {
  const { hostServices } = sqmpy();
  const host = add(hostServices, userId);
  await testHost(hostServices, userId, host.id, () => undefined);
  refresh();
});

export type TrialAnswer = { ok: true; startAt: string | null; words: string } | { ok: false; problem: string };

/** When such a batch script would start on the host, by its scheduler's own word; nothing is submitted. */
export async function tryJob(hostId: string, script: string): Promise<TrialAnswer> {
  const user = await requireUser();
  const asked = z.object({ hostId: z.string().min(1).max(60), script: z.string().min(1).max(200_000) }).parse({ hostId, script });
  try {
    const { startAt, words } = await tryBatchScript(sqmpy().hostServices, user.id, asked.hostId as HostId, asked.script);
    return { ok: true, startAt: startAt?.toISOString() ?? null, words };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ok: false, problem: error.message };
  }
}
