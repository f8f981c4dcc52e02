import { MessagesSquare } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { HostQuestions } from "@/components/host-questions";
import { sumQuestions } from "@/components/host-questions-sum";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireAdmin } from "@/lib/auth/require-user";
import { sqmpy } from "@/lib/wiring";

export const metadata: Metadata = { title: "Questions to hosts" };

const hourMs = 3_600_000;
const spans = [
  { days: 1, label: "Last day" },
  { days: 7, label: "Last week" },
] as const;

/** What the batch systems of all hosts were asked, how often, and how long it took. */
export default async function QuestionsPage({ searchParams }: { searchParams: Promise<{ days?: string | string[] }> }) {
  await requireAdmin();
  const { days: asked } = await searchParams;
  const { days } = spans.find((span) => String(span.days) === asked) ?? spans[0];
  const { desk, services } = sqmpy();
  const now = services.now();
  const hours = days * 24;
  const since = new Date((Math.floor(now.getTime() / hourMs) - hours + 1) * hourMs);
  const hosts = sumQuestions(desk.questions.list(since), now, hours);

  return (
    <>
      <PageHeader
        eyebrow={<Link href="/admin">Admin</Link>}
        title="Questions to hosts"
        description="What their batch systems were asked, all people's jobs together, and how long they took to answer."
        actions={spans.map((span) => (
          <ButtonLink key={span.days} href={`/admin/questions?days=${span.days}`} size="sm" variant={span.days === days ? "primary" : "secondary"} aria-current={span.days === days ? "page" : undefined}>
            {span.label}
          </ButtonLink>
        ))}
      />
      {hosts.length === 0 ? (
        <Card flush>
          <EmptyState icon={<MessagesSquare />} title="Nothing was asked">
            Hosts with a batch system are asked about jobs while there are some. Plain hosts have none to ask.
          </EmptyState>
        </Card>
      ) : (
        <div className="grid gap-5">
          {hosts.map((host) => (
            <HostQuestions key={host.hostId} host={host} hours={hours} />
          ))}
        </div>
      )}
    </>
  );
}
