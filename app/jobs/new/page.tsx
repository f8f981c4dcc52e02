import type { Metadata } from "next";
import { JobForm } from "@/components/job-form";
import { NoHost } from "@/components/job-form-no-host";
import { Alert } from "@/components/ui/alert";
import { PageHeader } from "@/components/ui/page-header";
import { requireUser } from "@/lib/auth/require-user";
import type { JobId } from "@/lib/domain/ids";
import { mayUseOwnAccount } from "@/lib/runner/hosts/may-use-own-account";
import { sqmpy } from "@/lib/wiring";
import { refreshOffers } from "@/app/hosts/actions";
import { submitJob } from "../actions";
import { takeThisComputer, tryJob } from "./actions";
import { emptyStart, startFrom } from "./form-start";
import { hostOption } from "./host-option";
import { jobOptions } from "./job-options";

export const metadata: Metadata = { title: "New job" };

interface NewJobPageProps {
  searchParams: Promise<{ from?: string | string[]; host?: string | string[] }>;
}

export default async function NewJobPage({ searchParams }: NewJobPageProps) {
  const user = await requireUser();
  const { desk, hostServices } = sqmpy();
  const asked = await searchParams;
  const fromId = one(asked.from);

  const hosts = desk.hosts.list(user.id).map(hostOption);
  const recent = desk.jobs.list(user.id, { states: [], hostId: null, from: null, until: null, search: "", after: null, limit: 50 }).jobs;
  const latest = recent[0];
  const old = fromId ? desk.jobs.find(user.id, fromId as JobId) : undefined;
  const wanted = [old?.hostId, one(asked.host), latest?.hostId, hosts[0]?.id].find((id) => hosts.some((host) => host.id === id));
  const host = hosts.find(({ id }) => id === wanted);
  const dependencies = old ? desk.jobs.dependencies(user.id, old.id) : [];
  const start = old
    ? startFrom({ job: old, files: desk.jobs.files(user.id, old.id), tasks: desk.jobs.tasks(user.id, old.id), dependencies }, host)
    : emptyStart(host, asked.host !== undefined);

  return (
    <>
      <PageHeader title={old ? "Edit and resubmit" : "New job"} description={old ? undefined : "A script, its input files, and the host that runs it."} />
      {fromId && !old && (
        <Alert tone="warn" className="mb-5">
          The job to start from is no longer there, so the form is empty.
        </Alert>
      )}
      <JobForm
        key={old?.id ?? "new"}
        ownerId={user.id}
        hosts={hosts}
        start={start}
        accountWish={user.mailWish}
        firstVisit={latest === undefined}
        submit={submitJob}
        refreshOffers={refreshOffers}
        tryJob={tryJob}
        jobs={jobOptions(user.id, recent, dependencies)}
        noHost={<NoHost addThisComputer={mayUseOwnAccount(hostServices, user.id) ? takeThisComputer : null} />}
      />
    </>
  );
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
