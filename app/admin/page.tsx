import type { Metadata } from "next";
import { ActionForm } from "@/components/action-form";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Choice } from "@/components/ui/choice";
import { LocalTime } from "@/components/ui/local-time";
import { PageHeader } from "@/components/ui/page-header";
import { listAccounts } from "@/lib/auth/account-list";
import { registration } from "@/lib/auth/registration";
import { requireAdmin } from "@/lib/auth/require-user";
import { loadEnv } from "@/lib/env";
import { sqmpy } from "@/lib/wiring";
import { saveRegistration } from "./actions";

export const metadata: Metadata = { title: "Admin" };

export default async function AdminPage() {
  const admin = await requireAdmin();
  const accounts = listAccounts();
  const open = registration(sqmpy().desk.settings, loadEnv()) === "open";

  return (
    <>
      <PageHeader title="Admin" actions={<AdminPlaces />} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        {!admin.singleUser && (
          <Card title="Registration">
            <ActionForm action={saveRegistration} submitLabel="Save">
              <fieldset className="flex flex-col gap-2.5">
                <legend className="sr-only">Who may make an account</legend>
                <Choice name="registration" value="open" defaultChecked={open} label="Open" description="Everybody who can open this site may make an account." />
                <Choice name="registration" value="closed" defaultChecked={!open} label="Closed" description="Nobody new. Those with an account stay." />
              </fieldset>
            </ActionForm>
          </Card>
        )}
        <Card title="Accounts" description={accounts.length === 1 ? "One account" : `${accounts.length} accounts`} flush>
          <ul className="divide-y divide-line">
            {accounts.map((account) => (
              <li key={account.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 sm:px-5">
                <div className="min-w-0">
                  <p className="flex flex-wrap items-center gap-2 text-sm font-medium text-ink wrap-anywhere">
                    {account.name}
                    {account.role === "admin" && <Badge tone="accent">Admin</Badge>}
                    {account.id === admin.id && <Badge>You</Badge>}
                  </p>
                  <p className="text-[0.8125rem] text-ink-soft wrap-anywhere">{account.email}</p>
                </div>
                <p className="text-[0.8125rem] text-ink-faint">
                  {account.lastSeenAt ? <>Seen <LocalTime at={account.lastSeenAt.toISOString()} mode="relative" /></> : "Not signed in"}
                </p>
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </>
  );
}

function AdminPlaces() {
  return (
    <>
      <ButtonLink href="/admin/questions">Questions to hosts</ButtonLink>
      <ButtonLink href="/admin/outbox">Outbox</ButtonLink>
    </>
  );
}
