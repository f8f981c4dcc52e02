"use server";

import { refresh } from "next/cache";
import { requireUser } from "@/lib/auth/require-user";

/** Renders the open page's server components anew. */
export async function refreshJob(): Promise<void> {
  await requireUser();
  refresh();
}
