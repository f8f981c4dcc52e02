import { Download } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { OutboxMail } from "@/components/outbox-mail";
import { buttonLook } from "@/components/ui/button-look";
import { Card } from "@/components/ui/card";
import { LocalTime } from "@/components/ui/local-time";
import { PageHeader } from "@/components/ui/page-header";
import { requireAdmin } from "@/lib/auth/require-user";
import { sqmpy } from "@/lib/wiring";

export const metadata: Metadata = { title: "Email" };

export default async function OutboxMailPage({ params }: { params: Promise<{ name: string }> }) {
  await requireAdmin();
  const { name } = await params;
  const mail = await sqmpy().outbox.read(name);
  if (!mail) notFound();

  const headers = Object.entries({
    From: mail.from,
    To: mail.to,
    Subject: mail.subject,
    Date: new Date(mail.at).toUTCString(),
    "Message-ID": mail.messageId,
    ...mail.headers,
  }).map(([header, value]) => ({ name: header, value }));

  return (
    <>
      <PageHeader
        eyebrow={<Link href="/admin/outbox">Outbox</Link>}
        title={mail.subject}
        description={
          <>
            To {mail.to}, <LocalTime at={mail.at} />
          </>
        }
        actions={
          <a href={`/admin/outbox/${name}/eml`} download className={buttonLook({})}>
            <Download aria-hidden /> Download .eml
          </a>
        }
      />
      <Card flush>
        <OutboxMail headers={headers} text={mail.text} html={mail.html} />
      </Card>
    </>
  );
}
