"use server";

import { z } from "zod";
import type { Imported, ListedHost, Refused } from "@/components/host-import-types";
import { requireUser } from "@/lib/auth/require-user";
import { AppError } from "@/lib/domain/errors";
import { importHosts, importSignIns } from "@/lib/runner/hosts/import-hosts";
import { listConfigHosts } from "@/lib/runner/hosts/list-config-hosts";
import { sqmpy } from "@/lib/wiring";

const sourceSchema = z.discriminatedUnion("from", [
  z.object({ from: z.literal("text"), text: z.string().max(500_000) }),
  z.object({ from: z.literal("own_file") }),
]);

const wishSchema = z.object({
  source: sourceSchema,
  aliases: z.array(z.string().max(1_000)).max(1_000),
  username: z.string().trim().max(128),
  signIn: z.enum(importSignIns),
});

export async function listHosts(source: z.input<typeof sourceSchema>): Promise<{ ok: true; hosts: ListedHost[] } | Refused> {
  const user = await requireUser();
  const checked = sourceSchema.parse(source);
  return orRefusal(async () => ({ hosts: await listConfigHosts(sqmpy().hostServices, user.id, checked) }));
}

export async function addListedHosts(wish: z.input<typeof wishSchema>): Promise<({ ok: true } & Imported) | Refused> {
  const user = await requireUser();
  const checked = wishSchema.parse(wish);
  return orRefusal(async () => {
    const { added, left } = await importHosts(sqmpy().hostServices, user.id, checked);
    return { added: added.map(({ id, name, publicKey }) => ({ id, name, publicKey })), left, signIn: checked.signIn };
  });
}

async function orRefusal<Answer extends object>(work: () => Promise<Answer>): Promise<({ ok: true } & Answer) | Refused> {
  try {
    return { ok: true, ...(await work()) };
  } catch (error) {
    if (error instanceof AppError) return { ok: false, message: error.message };
    throw error;
  }
}
