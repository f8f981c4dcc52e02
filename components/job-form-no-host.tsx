"use client";

import { Laptop, Server } from "lucide-react";
import { startTransition, useActionState, useEffect } from "react";
import { toast } from "sonner";
import { idle, type ActionState } from "@/lib/domain/action-state";
import { Button, ButtonLink } from "./ui/button";
import { EmptyState } from "./ui/empty-state";

interface NoHostProps {
  /** Null for those who may not use the computer that Sqmpy runs on. */
  addThisComputer: ((previous: ActionState, input: Record<string, never>) => Promise<ActionState>) | null;
}

/** In the job's form, before there is a host. */
export function NoHost({ addThisComputer }: NoHostProps) {
  return (
    <EmptyState
      icon={<Server />}
      title="Where should it run?"
      className="py-6"
      action={
        <>
          {addThisComputer && <ThisComputer add={addThisComputer} />}
          <ButtonLink href="/hosts/new" variant={addThisComputer ? "secondary" : "primary"}>
            Add a host by SSH
          </ButtonLink>
        </>
      }
    >
      Sqmpy needs a host once, and tests it. What you write below is kept meanwhile.
    </EmptyState>
  );
}

function ThisComputer({ add }: { add: NonNullable<NoHostProps["addThisComputer"]> }) {
  const [state, send, pending] = useActionState(add, idle);

  useEffect(() => {
    if (state.status === "refused") toast.error(state.message);
  }, [state]);

  return (
    <Button variant="primary" pending={pending} onClick={() => startTransition(() => send({}))}>
      {!pending && <Laptop aria-hidden />}
      Use this computer
    </Button>
  );
}
