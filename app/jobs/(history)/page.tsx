import { FilterX, Plus, ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { JobFilterBar } from "@/components/job-filter";
import { isFiltering, jobsHref, readJobQuery, writeJobQuery, type JobQuery, type SearchParameters } from "@/components/job-filter-query";
import { JobTable } from "@/components/job-table";
import { JobTableLive } from "@/components/job-table-live";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/auth/require-user";
import { AppError } from "@/lib/domain/errors";
import type { UserId } from "@/lib/domain/ids";
import { sqmpy } from "@/lib/wiring";
import { cancelJobs, refreshJobs, removeJobs } from "../actions";
import { jobsShown, type JobsShown } from "../jobs-shown";

export const metadata: Metadata = { title: "Jobs" };

interface JobsPageProps {
  searchParams: Promise<SearchParameters>;
}

export default async function JobsPage({ searchParams }: JobsPageProps) {
  const user = await requireUser();
  const query = readJobQuery(await searchParams);
  const { page, counts, fingerprint } = shownOrStart(user.id, query);
  const hosts = sqmpy().desk.hosts.list(user.id).map(({ id, name }) => ({ id, name }));
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);

  const newJob = (
    <ButtonLink href="/jobs/new" variant="primary">
      <Plus aria-hidden />
      New job
    </ButtonLink>
  );

  return (
    <>
      <PageHeader title="Jobs" actions={total > 0 ? newJob : undefined} />
      <JobTableLive address={writeJobQuery(query)} fingerprint={fingerprint} refresh={refreshJobs} />
      {total === 0 ? (
        <EmptyState icon={<ScrollText />} title="No jobs yet" action={newJob}>
          A job is one script, run once on one host. Submit the first: a worked example waits in the form.
        </EmptyState>
      ) : (
        <>
          <JobFilterBar query={query} counts={counts} hosts={hosts} />
          {page.jobs.length > 0 ? (
            <JobTable key={writeJobQuery(query)} jobs={page.jobs} now={sqmpy().services.now()} cancel={cancelJobs} remove={removeJobs} />
          ) : (
            <EmptyState
              icon={<FilterX />}
              title={query.after ? "No older jobs" : "Nothing matches"}
              action={<ButtonLink href="/jobs">{isFiltering(query) ? "Clear the filters" : "Back to the newest"}</ButtonLink>}
            >
              {query.search ? "Every word must stand in a job's name, description or script." : "No job fits all of these filters."}
            </EmptyState>
          )}
          <nav aria-label="Pages" className="mt-5 flex justify-between gap-3 empty:hidden">
            {query.after && <ButtonLink href={jobsHref({ ...query, after: "" })}>Newest</ButtonLink>}
            {page.next && (
              <ButtonLink href={jobsHref({ ...query, after: page.next })} className="ml-auto">
                Older jobs
              </ButtonLink>
            )}
          </nav>
        </>
      )}
    </>
  );
}

/** A damaged cursor leads to the first page. */
function shownOrStart(owner: UserId, query: JobQuery): JobsShown {
  try {
    return jobsShown(owner, query);
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid" && query.after) redirect(jobsHref({ ...query, after: "" }));
    throw error;
  }
}
