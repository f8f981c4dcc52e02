import type { Metadata } from "next";
import Link from "next/link";
import { AccountFields } from "@/components/account-fields";
import { ActionForm } from "@/components/action-form";
import { DoorCard } from "@/components/door-card";
import { findOwner } from "@/lib/auth/owner";
import { registration } from "@/lib/auth/registration";
import { requireVisitor } from "@/lib/auth/require-visitor";
import { loadEnv } from "@/lib/env";
import { sqmpy } from "@/lib/wiring";
import { register } from "./actions";

export const metadata: Metadata = { title: "Register" };

export default async function RegisterPage() {
  await requireVisitor();
  const { desk } = sqmpy();
  const signInLink = <>Have an account? <Link href="/sign-in">Sign in</Link></>;

  if (registration(desk.settings, loadEnv()) === "closed") {
    return (
      <DoorCard title="Registration is closed" below={signInLink}>
        <p className="text-ink-soft">
          New accounts cannot be made here at the moment. Ask <strong className="font-semibold text-ink">{findOwner(desk)?.name ?? "the admin"}</strong>, who
          looks after this Sqmpy, to open registration for you.
        </p>
      </DoorCard>
    );
  }

  return (
    <DoorCard title="Make an account" description="Your hosts, jobs and files are yours alone." below={signInLink}>
      <ActionForm action={register} submitLabel="Make the account" wideButton>
        <AccountFields />
      </ActionForm>
    </DoorCard>
  );
}
