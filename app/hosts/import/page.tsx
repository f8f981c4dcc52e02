import type { Metadata } from "next";
import { HostImport } from "@/components/host-import";
import { BackLink } from "@/components/ui/back-link";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/auth/require-user";
import { ownAccountNote } from "../own-account-note";
import { addListedHosts, listHosts } from "./actions";

export const metadata: Metadata = { title: "Import hosts" };

export default async function ImportHostsPage() {
  const user = await requireUser();

  return (
    <>
      <PageHeader
        eyebrow={<BackLink href="/hosts">Hosts</BackLink>}
        title="Import from ~/.ssh/config"
        description="Takes over the hosts that your SSH program knows already."
      />
      <HostImport list={listHosts} add={addListedHosts} ownAccount={ownAccountNote(user.id)} />
    </>
  );
}
