import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AccountFields } from "@/components/account-fields";
import { ActionForm } from "@/components/action-form";
import { DoorCard } from "@/components/door-card";
import { hasAccounts } from "@/lib/auth/owner";
import { isSetupToken } from "@/lib/auth/setup-token";
import { loadEnv } from "@/lib/env";
import { sqmpy } from "@/lib/wiring";
import { setUp } from "./actions";

export const metadata: Metadata = { title: "Set up", referrer: "no-referrer" };

export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { desk } = sqmpy();
  if (loadEnv().loginDisabled || hasAccounts(desk)) redirect("/");
  const { token } = await searchParams;

  if (typeof token !== "string" || !isSetupToken(desk.settings, token)) {
    return (
      <DoorCard title="Sqmpy is not set up yet">
        <p className="text-ink-soft">
          {token ? "This set-up link is not the newest one. " : ""}
          Open the link that Sqmpy printed in the terminal when it started. It makes the first account, the admin&rsquo;s. Each start prints a new one.
        </p>
      </DoorCard>
    );
  }

  return (
    <DoorCard title="Welcome to Sqmpy" description="This makes the first account. It is the admin&rsquo;s: yours.">
      <ActionForm action={setUp} submitLabel="Begin" wideButton>
        <AccountFields />
        <input type="hidden" name="token" value={token} />
      </ActionForm>
    </DoorCard>
  );
}
