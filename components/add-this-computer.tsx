"use client";

import { Laptop } from "lucide-react";
import { useActionState, useEffect } from "react";
import { toast } from "sonner";
import { idle, type ActionState } from "@/lib/domain/action-state";
import { Button } from "./ui/button";

export function AddThisComputer({ add }: { add: (previous: ActionState, form: FormData) => Promise<ActionState> }) {
  const [state, send, pending] = useActionState(add, idle);

  useEffect(() => {
    if (state.status === "refused") toast.error(state.message);
  }, [state]);

  return (
    <form action={send}>
      <Button type="submit" pending={pending}>
        {!pending && <Laptop aria-hidden />}
        Add this computer
      </Button>
    </form>
  );
}
