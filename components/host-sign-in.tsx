import type { Host } from "@/lib/domain/host";
import { AuthorizedKey } from "./authorized-key";
import { signInLabels } from "./host-form-values";
import { HostKeyPrint } from "./host-key-print";
import { Card } from "./ui/card";
import { LocalTime } from "./ui/local-time";

/** How a host is reached: sign-in, host key, and when it was last heard from. */
export function HostSignIn({ host }: { host: Host }) {
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <Card title="Sign-in">
        {host.kind === "local" ? (
          <p className="text-sm text-ink-soft">
            No sign-in is needed: jobs run here as <strong className="text-ink">{host.username}</strong>, the account that Sqmpy runs under.
          </p>
        ) : (
          <div className="flex flex-col gap-3">
            <p className="text-sm text-ink-soft">
              <strong className="font-medium text-ink">{signInLabels[host.signIn]}</strong>
              {host.signIn === "agent" ? ", of the account that Sqmpy runs under." : ", sealed here. It is never shown again."}
            </p>
            {host.publicKey && <AuthorizedKey publicKey={host.publicKey} />}
          </div>
        )}
      </Card>
      {host.kind === "ssh" && (
        <Card title="Host key">
          {host.hostKey ? (
            <HostKeyPrint hostKey={host.hostKey} label="Trusted" />
          ) : (
            <p className="text-sm text-ink-soft">None is trusted yet. The first test shows its fingerprint and asks you.</p>
          )}
        </Card>
      )}
      <dl className="flex flex-col gap-1.5 px-1 text-[0.8125rem] text-ink-faint">
        {host.lastContactAt && <When label="Last heard from" at={host.lastContactAt} />}
        <When label="Added" at={host.createdAt} />
      </dl>
    </div>
  );
}

function When({ label, at }: { label: string; at: Date }) {
  return (
    <div className="flex justify-between gap-3">
      <dt>{label}</dt>
      <dd className="text-ink-soft">
        <LocalTime at={at.toISOString()} mode="relative" />
      </dd>
    </div>
  );
}
