import { FileInput, Plus, Server } from "lucide-react";
import type { Metadata } from "next";
import { AddThisComputer } from "@/components/add-this-computer";
import { HostCard } from "@/components/host-card";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/auth/require-user";
import { mayUseOwnAccount } from "@/lib/runner/hosts/may-use-own-account";
import { sqmpy } from "@/lib/wiring";
import { addThisComputer } from "../actions";

export const metadata: Metadata = { title: "Hosts" };

export default async function HostsPage() {
  const user = await requireUser();
  const { desk, hostServices } = sqmpy();
  const hosts = desk.hosts.list(user.id);
  const mayAddLocal = mayUseOwnAccount(hostServices, user.id) && !hosts.some(({ kind }) => kind === "local");

  if (hosts.length === 0) {
    return (
      <>
        <PageHeader title="Hosts" />
        <Card flush>
          <EmptyState
            icon={<Server />}
            title="Where shall your jobs run?"
            action={
              <>
                <ButtonLink href="/hosts/new" variant="primary">
                  <Plus aria-hidden />
                  Add a host
                </ButtonLink>
                <ButtonLink href="/hosts/import">
                  <FileInput aria-hidden />
                  Import from ~/.ssh/config
                </ButtonLink>
                {mayAddLocal && <AddThisComputer add={addThisComputer} />}
              </>
            }
          >
            <p>A host is any machine that you reach by SSH: its address, your username, and a way to sign in. Nothing needs to be installed there.</p>
          </EmptyState>
        </Card>
      </>
    );
  }

  return (
    <>
      <PageHeader
        title="Hosts"
        description="The machines that your jobs run on."
        actions={
          <>
            {mayAddLocal && <AddThisComputer add={addThisComputer} />}
            <ButtonLink href="/hosts/import">
              <FileInput aria-hidden />
              Import
            </ButtonLink>
            <ButtonLink href="/hosts/new" variant="primary">
              <Plus aria-hidden />
              Add a host
            </ButtonLink>
          </>
        }
      />
      <ul className="grid gap-4 md:grid-cols-2">
        {hosts.map((host) => (
          <li key={host.id} className="grid min-w-0">
            <HostCard host={host} />
          </li>
        ))}
      </ul>
    </>
  );
}
