import type { Metadata } from "next";
import Link from "next/link";
import { HostForm } from "@/components/host-form";
import { newHostValues } from "@/components/host-form-values";
import { BackLink } from "@/components/ui/back-link";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/auth/require-user";
import { addHost, makeKey } from "../actions";
import { ownAccountNote } from "../own-account-note";

export const metadata: Metadata = { title: "Add a host" };

export default async function NewHostPage() {
  const user = await requireUser();

  return (
    <>
      <PageHeader
        eyebrow={<BackLink href="/hosts">Hosts</BackLink>}
        title="Add a host"
        description={
          <>
            A machine that you reach by SSH. Several at once? <Link href="/hosts/import" className="text-accent underline">Import them from ~/.ssh/config</Link>.
          </>
        }
      />
      <HostForm initial={newHostValues} save={addHost} makeKey={makeKey} ownAccount={ownAccountNote(user.id)} backHref="/hosts" />
    </>
  );
}
