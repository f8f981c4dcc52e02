import { Fingerprint, Laptop, Play, Plug, Server } from "lucide-react";
import Link from "next/link";
import type { Host } from "@/lib/domain/host";
import { HostAddress } from "./host-address";
import { shortFacts } from "./host-facts-words";
import { HostStateBadge } from "./host-state-badge";
import { HostStateNote } from "./host-state-note";
import { hostStateWords } from "./host-state-words";
import { ButtonLink } from "./ui/button";

export function HostCard({ host }: { host: Host }) {
  const { state } = hostStateWords(host);
  const facts = host.facts ? shortFacts(host.facts) : [];
  const Icon = host.kind === "local" ? Laptop : Server;

  return (
    <article className="relative flex min-w-0 flex-col rounded-xl border border-line bg-surface shadow-card transition-colors duration-150 hover:border-line-strong">
      <div className="flex flex-1 flex-col gap-3 p-4 sm:p-5">
        <div className="flex flex-wrap items-start justify-between gap-3">
          <div className="flex min-w-0 flex-1 basis-52 items-start gap-3">
            <span aria-hidden className="grid size-9 shrink-0 place-items-center rounded-lg bg-neutral-soft text-ink-soft">
              <Icon className="size-4.5" />
            </span>
            <div className="min-w-0">
              <h2 className="text-base leading-snug font-semibold wrap-anywhere">
                <Link href={`/hosts/${host.id}`} className="outline-none after:absolute after:inset-0 after:rounded-xl focus-visible:after:outline-2 focus-visible:after:outline-offset-2 focus-visible:after:outline-accent">
                  {host.name}
                </Link>
              </h2>
              <HostAddress host={host} />
            </div>
          </div>
          <HostStateBadge host={host} />
        </div>
        {state !== "ready" && (
          <p className="text-[0.8125rem] text-ink-soft wrap-anywhere">
            <HostStateNote host={host} />
          </p>
        )}
        {facts.length > 0 && (
          <dl className="grid grid-cols-2 gap-x-4 gap-y-2">
            {facts.map(({ label, value }) => (
              <div key={label} className="min-w-0">
                <dt className="text-xs text-ink-faint">{label}</dt>
                <dd className="truncate text-sm text-ink" title={value}>
                  {value}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      <footer className="flex items-center justify-between gap-2 border-t border-line px-4 py-2 sm:px-5">
        {state === "ready" ? (
          <>
            <ButtonLink href={`/hosts/${host.id}?test=now`} size="sm" variant="ghost" className="relative -ml-2.5">
              Test connection
            </ButtonLink>
            <ButtonLink href={`/jobs/new?host=${host.id}`} size="sm" className="relative">
              <Play aria-hidden />
              New job here
            </ButtonLink>
          </>
        ) : (
          <NextStep host={host} />
        )}
      </footer>
    </article>
  );
}

function NextStep({ host }: { host: Host }) {
  const { state } = hostStateWords(host);

  if (state === "confirm_key" || state === "key_changed") {
    return (
      <ButtonLink href={`/hosts/${host.id}`} size="sm" className="relative">
        <Fingerprint aria-hidden />
        Compare the host key
      </ButtonLink>
    );
  }
  return (
    <>
      <ButtonLink href={`/hosts/${host.id}?test=now`} size="sm" className="relative">
        <Plug aria-hidden />
        Test connection
      </ButtonLink>
      {state === "parked" && (
        <ButtonLink href={`/hosts/${host.id}/edit`} size="sm" variant="ghost" className="relative -mr-2.5">
          Edit the sign-in
        </ButtonLink>
      )}
    </>
  );
}
