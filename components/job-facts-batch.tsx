import type { Job } from "@/lib/domain/job";
import { isFinal } from "@/lib/domain/job-state";
import { noResources } from "@/lib/domain/resources";
import { schedulerNames } from "@/lib/domain/scheduler-kind";
import { effectiveRequest } from "@/lib/schedulers/effective-request";
import { batchLanguage } from "./batch-language";
import { sizeAsked } from "./resource-words";
import { Fact } from "./ui/fact";
import { LocalTime } from "./ui/local-time";

/** What a batch system was asked, by form and script together, and where it put the job. */
export function BatchFacts({ job }: { job: Job }) {
  if (job.scheduler === "shell") return null;
  const { nativeId, nodes, expectedStartAt, state } = job;
  const asked = askedOf(job);
  const size = sizeAsked(asked);
  const facts: [string, string | null][] = [
    ["Queue", asked.queue],
    ["Account", asked.account],
    ["QOS", asked.qos],
    ["Reservation", asked.reservation],
    ["Features", asked.constraint],
    ["Nodes", nodes],
  ];

  return (
    <>
      <Fact term="Scheduler">
        {schedulerNames[job.scheduler]}
        {nativeId && (
          <>
            , job <span className="font-mono text-[0.8125rem]">{nativeId}</span>
          </>
        )}
      </Fact>
      {expectedStartAt && !isFinal(state) && job.startedAt === null && (
        <Fact term="Expected start">
          <LocalTime at={expectedStartAt.toISOString()} />
        </Fact>
      )}
      {size && <Fact term="Asked">{size}</Fact>}
      {facts.map(([term, value]) => value && <Fact key={term} term={term}>{value}</Fact>)}
    </>
  );
}

function askedOf({ scheduler, script, resources, walltimeSeconds }: Job) {
  const language = batchLanguage(scheduler);
  return language ? effectiveRequest(language, script, resources ?? noResources, walltimeSeconds).resources : (resources ?? noResources);
}
