import type { JobOption } from "@/components/job-form-start";
import type { UserId } from "@/lib/domain/ids";
import type { JobSummary } from "@/lib/domain/job";
import type { Dependency } from "@/lib/store/desk";
import { sqmpy } from "@/lib/wiring";

/** The jobs that a new one can wait for: the latest, and those that the form holds already. */
export function jobOptions(owner: UserId, recent: readonly JobSummary[], held: readonly Dependency[]): JobOption[] {
  const { jobs } = sqmpy().desk;
  const older = held.filter(({ onJobId }) => !recent.some(({ id }) => id === onJobId)).flatMap(({ onJobId }) => jobs.find(owner, onJobId) ?? []);
  return [...recent, ...older].map(({ id, name, hostName, state, submittedAt }) => ({ id, name, hostName, state, submittedAt: submittedAt.toISOString() }));
}
