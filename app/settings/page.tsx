import type { Metadata } from "next";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/auth/require-user";
import { listSessions } from "@/lib/auth/session-list";
import { MailWishCard } from "./mail-wish-card";
import { PasswordCard } from "./password-card";
import { ProfileCard } from "./profile-card";
import { SessionsCard } from "./sessions-card";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const user = await requireUser();

  return (
    <>
      <PageHeader title="Settings" description={user.singleUser ? "Single-user mode: nobody signs in here." : undefined} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <ProfileCard user={user} />
        <MailWishCard wish={user.mailWish} />
        {!user.singleUser && (
          <>
            <PasswordCard email={user.email} />
            <SessionsCard sessions={await listSessions(user.id)} />
          </>
        )}
      </div>
    </>
  );
}
