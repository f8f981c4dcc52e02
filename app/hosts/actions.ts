"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { userAction } from "@/lib/action";
import { requireUser } from "@/lib/auth/require-user";
import { hostSpecSchema } from "@/lib/domain/host-spec";
import type { HostId } from "@/lib/domain/ids";
import { addHost as add } from "@/lib/runner/hosts/add-host";
import { addThisComputer as addLocal } from "@/lib/runner/hosts/add-this-computer";
import { editHost as edit } from "@/lib/runner/hosts/edit-host";
import { makeKey as make, type MadeKey } from "@/lib/runner/hosts/make-key";
import { refreshOffers as ask } from "@/lib/runner/hosts/refresh-offers";
import { removeHost as remove } from "@/lib/runner/hosts/remove-host";
import { renameHost as rename } from "@/lib/runner/hosts/rename-host";
import { trustHostKey as trust } from "@/lib/runner/hosts/trust-host-key";
import { sqmpy } from "@/lib/wiring";

const hostId = z.string().min(1).max(60).transform((id) => id as HostId);
const oneHost = z.object({ id: hostId });

/** Adds it and opens its page, where the connection is tested at once. */
export const addHost = userAction(hostSpecSchema, (userId, spec) => {
  const host = add(sqmpy().hostServices, userId, spec);
  redirect(`/hosts/${host.id}?test=now`);
});

export const editHost = userAction(oneHost.and(hostSpecSchema), (userId, { id, ...spec }) => {
  edit(sqmpy().hostServices, userId, id, spec);
  redirect(`/hosts/${id}?test=now`);
});

export const renameHost = userAction(oneHost.extend({ name: hostSpecSchema.shape.name }), (userId, { id, name }) => {
  rename(sqmpy().hostServices, userId, id, name);
  redirect(`/hosts/${id}`);
});

export const addThisComputer = userAction(z.object({}), (userId) => {
  const host = addLocal(sqmpy().hostServices, userId);
  redirect(`/hosts/${host.id}?test=now`);
});

export const removeHost = userAction(oneHost, (userId, { id }) => {
  remove(sqmpy().hostServices, userId, id);
  redirect("/hosts");
});

/** Pins the key of that fingerprint, if the host still shows it. */
export const trustHostKey = userAction(oneHost.extend({ fingerprint: z.string().min(1).max(200) }), (userId, { id, fingerprint }) => {
  trust(sqmpy().hostServices, userId, id, fingerprint);
});

/** Asks the host's batch system anew what it offers, and shows it. */
export const refreshOffers = userAction(oneHost, async (userId, { id }) => {
  const offers = await ask(sqmpy().hostServices, userId, id);
  refresh();
  return { status: "done", message: offers ? "The host has answered." : "This host has no batch system that Sqmpy speaks." };
});

/** The public half of a key for a host that is about to be added; the private half stays sealed here. */
export async function makeKey(knownId: string | null): Promise<MadeKey> {
  const user = await requireUser();
  const known = z.string().max(100).nullable().parse(knownId);
  return make(sqmpy().hostServices, user.id, known);
}

/** Shows what a connection test has written down. */
export async function refreshHost(): Promise<void> {
  await requireUser();
  refresh();
}
