import type { Metadata } from "next";
import { ActionForm } from "@/components/action-form";
import { HostForm } from "@/components/host-form";
import { editHostValues } from "@/components/host-form-values";
import { BackLink } from "@/components/ui/back-link";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PageHeader } from "@/components/ui/page-header";
import { editHost, makeKey, renameHost } from "../../actions";
import { ownAccountNote } from "../../own-account-note";
import { findHostOr404 } from "../find-host-or-404";

export const metadata: Metadata = { title: "Edit a host" };

export default async function EditHostPage({ params }: { params: Promise<{ hostId: string }> }) {
  const { host, userId } = await findHostOr404(params);
  const backHref = `/hosts/${host.id}`;

  return (
    <>
      <PageHeader eyebrow={<BackLink href={backHref}>{host.name}</BackLink>} title="Edit the host" />
      {host.kind === "local" ? (
        <Card className="max-w-3xl">
          <ActionForm
            action={renameHost}
            submitLabel="Save"
            secondary={
              <ButtonLink href={backHref} variant="ghost">
                Cancel
              </ButtonLink>
            }
          >
            <input type="hidden" name="id" value={host.id} />
            <Field label="Name" htmlFor="name">
              <Input name="name" defaultValue={host.name} autoComplete="off" />
            </Field>
          </ActionForm>
        </Card>
      ) : (
        <HostForm
          initial={editHostValues(host)}
          stored={{ id: host.id, signIn: host.signIn, publicKey: host.publicKey }}
          save={editHost}
          makeKey={makeKey}
          ownAccount={ownAccountNote(userId)}
          backHref={backHref}
        />
      )}
    </>
  );
}
