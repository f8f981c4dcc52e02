import { Pencil } from "lucide-react";
import type { Metadata } from "next";
import { HostAddress } from "@/components/host-address";
import { HostFacts } from "@/components/host-facts";
import { HostOffers } from "@/components/host-offers";
import { HostRemove } from "@/components/host-remove";
import { HostSignIn } from "@/components/host-sign-in";
import { HostStateBadge } from "@/components/host-state-badge";
import { hostStateWords } from "@/components/host-state-words";
import { HostTest } from "@/components/host-test";
import { HostTrouble } from "@/components/host-trouble";
import { BackLink } from "@/components/ui/back-link";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { schedulerKindOf, schedulerNames } from "@/lib/domain/scheduler-kind";
import { refreshHost, refreshOffers, removeHost, trustHostKey } from "../actions";
import { findHostOr404 } from "./find-host-or-404";

interface HostPageProps {
  params: Promise<{ hostId: string }>;
  searchParams: Promise<{ test?: string | string[] }>;
}

export async function generateMetadata({ params }: HostPageProps): Promise<Metadata> {
  return { title: (await findHostOr404(params)).host.name };
}

export default async function HostPage({ params, searchParams }: HostPageProps) {
  const { host } = await findHostOr404(params);
  const { test } = await searchParams;
  const { state } = hostStateWords(host);
  const scheduler = host.offers?.scheduler ?? schedulerKindOf(host.facts?.scheduler ?? null);
  const speaksForItself = state === "ready" || state === "never_tested" || state === "confirm_key" || state === "key_changed";

  return (
    <>
      <PageHeader
        eyebrow={<BackLink href="/hosts">Hosts</BackLink>}
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {host.name}
            <HostStateBadge host={host} />
          </span>
        }
        description={<HostAddress host={host} />}
        actions={
          <>
            <ButtonLink href={`/jobs?host=${host.id}`} variant="ghost">
              Its jobs
            </ButtonLink>
            <ButtonLink href={`/hosts/${host.id}/edit`}>
              <Pencil aria-hidden />
              Edit
            </ButtonLink>
            <HostRemove host={{ id: host.id, name: host.name }} remove={removeHost} />
          </>
        }
      />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <HostTest
            host={{ id: host.id, kind: host.kind, name: host.name, address: host.address, hostKey: host.hostKey, offeredHostKey: host.offeredHostKey }}
            autoStart={test === "now"}
            note={speaksForItself ? null : <HostTrouble host={host} />}
            trust={trustHostKey}
            refresh={refreshHost}
          />
          {scheduler !== "shell" && <HostOffers hostId={host.id} scheduler={schedulerNames[scheduler]} offers={host.offers} refreshOffers={refreshOffers} />}
          {host.facts && <HostFacts facts={host.facts} />}
        </div>
        <HostSignIn host={host} />
      </div>
    </>
  );
}
