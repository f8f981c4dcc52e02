import type { Metadata } from "next";
import Link from "next/link";
import { ActionForm } from "@/components/action-form";
import { DoorCard } from "@/components/door-card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { registration } from "@/lib/auth/registration";
import { requireVisitor } from "@/lib/auth/require-visitor";
import { loadEnv } from "@/lib/env";
import { sqmpy } from "@/lib/wiring";
import { signIn } from "./actions";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { next } = await searchParams;
  const wished = typeof next === "string" ? next : undefined;
  await requireVisitor(wished);
  const open = registration(sqmpy().desk.settings, loadEnv()) === "open";

  return (
    <DoorCard
      title="Sign in"
      description="Your jobs went on while you were away."
      below={open ? <>No account yet? <Link href="/register">Register</Link></> : "New accounts are made by this Sqmpy's admin."}
    >
      <ActionForm action={signIn} submitLabel="Sign in" wideButton>
        <Field label="Mail address" htmlFor="email">
          <Input name="email" type="email" autoComplete="username" autoCapitalize="none" autoFocus required />
        </Field>
        <Field label="Password" htmlFor="password">
          <Input name="password" type="password" autoComplete="current-password" required />
        </Field>
        {wished && <input type="hidden" name="next" value={wished} />}
      </ActionForm>
    </DoorCard>
  );
}
