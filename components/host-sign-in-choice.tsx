"use client";

import { Bot, FileKey, KeyRound, RectangleEllipsis } from "lucide-react";
import type { UseFormRegisterReturn } from "react-hook-form";
import { Choice } from "./ui/choice";

/** How to sign in; the agent is offered only to those who may act as the account that Sqmpy runs under. */
export function HostSignInChoice({ register, allowAgent }: { register: UseFormRegisterReturn; allowAgent: boolean }) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-sm font-medium text-ink">How Sqmpy signs in</legend>
      <div className="grid gap-2.5 sm:grid-cols-2">
        <Choice {...register} value="made_key" icon={<KeyRound aria-hidden />} label="A key that Sqmpy makes" description="Best for most hosts: you paste one line there, once." />
        <Choice {...register} value="given_key" icon={<FileKey aria-hidden />} label="Your own private key" description="Pasted or as a file, with its passphrase." />
        <Choice {...register} value="password" icon={<RectangleEllipsis aria-hidden />} label="Password" description="Where the host takes no keys." />
        {allowAgent && <Choice {...register} value="agent" icon={<Bot aria-hidden />} label="ssh-agent" description="The one of the account that Sqmpy runs under." />}
      </div>
    </fieldset>
  );
}
