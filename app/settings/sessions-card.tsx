import { ActionForm } from "@/components/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { LocalTime } from "@/components/ui/local-time";
import type { ShownSession } from "@/lib/auth/session-list";
import { endOtherSessions, endSession } from "./actions";

export function SessionsCard({ sessions }: { sessions: ShownSession[] }) {
  return (
    <Card title="Where you are signed in" flush>
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2 text-sm font-medium text-ink">
                {session.browser}
                {session.current && <Badge tone="accent">This one</Badge>}
              </p>
              <p className="text-[0.8125rem] text-ink-faint wrap-anywhere">
                {session.address}
                {session.lastSeenAt && (
                  <>
                    {" · seen "}
                    <LocalTime at={session.lastSeenAt} mode="relative" />
                  </>
                )}
              </p>
            </div>
            {!session.current && (
              <ActionForm
                action={endSession}
                submitVariant="secondary"
                submitLabel={<>Sign out<span className="sr-only"> of {session.browser}, {session.address}</span></>}
              >
                <input type="hidden" name="session" value={session.id} />
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <div className="border-t border-line px-4 py-3 sm:px-5">
          <ActionForm action={endOtherSessions} submitVariant="secondary" submitLabel="Sign out everywhere else" />
        </div>
      )}
    </Card>
  );
}
