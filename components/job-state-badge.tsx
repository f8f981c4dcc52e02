import { jobStateWords, type BadgeJob } from "./job-state-words";
import { Badge } from "./ui/badge";

export function JobStateBadge({ job, className }: { job: BadgeJob; className?: string }) {
  const { label, tone, beating, detail } = jobStateWords(job);

  return (
    <Badge tone={tone} dot={beating ? "beating" : true} title={detail ?? undefined} className={className}>
      {label}
    </Badge>
  );
}
