import { Inbox, MailCheck } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { OutboxDeliveries } from "@/components/outbox-deliveries";
import { OutboxList } from "@/components/outbox-list";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireAdmin } from "@/lib/auth/require-user";
import { sqmpy } from "@/lib/wiring";

export const metadata: Metadata = { title: "Outbox" };

const howMailGoes = {
  resend: "Emails go out by Resend. The outbox keeps those from before that.",
  smtp: "Emails go out by the mail server of SMTP_URL. The outbox keeps those from before that.",
  outbox: "No mail server is set, so emails are kept here and nobody else gets them.",
};

export default async function OutboxPage({ searchParams }: { searchParams: Promise<{ before?: string | string[] }> }) {
  await requireAdmin();
  const { before } = await searchParams;
  const { outbox, desk, services } = sqmpy();
  const { kind } = services.mailer;
  const page = await outbox.list({ before: typeof before === "string" ? before : undefined, limit: 25 });
  const deliveries = desk.deliveries.latest(50).map(({ createdAt, sentAt, ...delivery }) => ({
    ...delivery,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
  }));

  return (
    <>
      <PageHeader eyebrow={<Link href="/admin">Admin</Link>} title="Outbox" description={howMailGoes[kind]} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Card title="Kept emails" description={page.total === 0 ? undefined : page.total === 1 ? "One email" : `${page.total} emails`} flush>
          {page.mails.length > 0 ? (
            <OutboxList mails={page.mails} />
          ) : (
            <EmptyState icon={<Inbox />} title={page.total > 0 ? "No older emails" : "No emails are kept here"}>
              {kind === "outbox" ? <SetUpHint /> : "They go to their readers."}
            </EmptyState>
          )}
          {(page.older !== null || before !== undefined) && (
            <nav aria-label="Pages" className="flex justify-between gap-2 border-t border-line px-4 py-3 sm:px-5">
              {before === undefined ? <span /> : <ButtonLink size="sm" href="/admin/outbox">Newest</ButtonLink>}
              {page.older !== null && <ButtonLink size="sm" href={`/admin/outbox?before=${page.older}`}>Older</ButtonLink>}
            </nav>
          )}
        </Card>
        <Card title="Deliveries" description="What became of the latest emails" flush>
          {deliveries.length > 0 ? (
            <OutboxDeliveries deliveries={deliveries} />
          ) : (
            <EmptyState icon={<MailCheck />} title="No emails yet">
              They are sent when a job changes as its owner wished.
            </EmptyState>
          )}
        </Card>
      </div>
    </>
  );
}

function SetUpHint() {
  return (
    <>
      To send emails, set <code className="font-mono text-[0.8125rem]">RESEND_API_KEY</code> or <code className="font-mono text-[0.8125rem]">SMTP_URL</code>, with{" "}
      <code className="font-mono text-[0.8125rem]">SQMPY_MAIL_FROM</code>, and start Sqmpy again. Until then they are written down here.
    </>
  );
}
