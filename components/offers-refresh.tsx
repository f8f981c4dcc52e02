"use client";

import { RefreshCw } from "lucide-react";
import { startTransition, useActionState, useEffect } from "react";
import { toast } from "sonner";
import { idle, type ActionState } from "@/lib/domain/action-state";
import { Button } from "./ui/button";

export type RefreshOffers = (previous: ActionState, input: { id: string }) => Promise<ActionState>;

/** Asks the host's batch system anew what it offers. */
export function OffersRefresh({ hostId, refreshOffers }: { hostId: string; refreshOffers: RefreshOffers }) {
  const [state, send, pending] = useActionState(refreshOffers, idle);

  useEffect(() => {
    if (state.status === "refused") toast.error(state.message);
    if (state.status === "done" && state.message) toast.success(state.message);
  }, [state]);

  return (
    <Button size="sm" variant="ghost" pending={pending} onClick={() => startTransition(() => send({ id: hostId }))}>
      {!pending && <RefreshCw aria-hidden />}
      Ask the host again
    </Button>
  );
}
