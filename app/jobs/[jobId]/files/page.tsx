import { Download } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { fileHref } from "@/components/file-list";
import { Alert } from "@/components/ui/alert";
import { BackLink } from "@/components/ui/back-link";
import { buttonLook } from "@/components/ui/button-look";
import { Card } from "@/components/ui/card";
import { LocalTime } from "@/components/ui/local-time";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { AppError, messageOf } from "@/lib/domain/errors";
import { formatBytes } from "@/lib/format/bytes";
import { findFile, type FoundFile } from "@/lib/runner/find-file";
import { sqmpy } from "@/lib/wiring";
import { ownedJob } from "../owned-job";
import { fileAsked } from "./file-asked";
import { FilePreview } from "./file-preview";

interface FilePageProps {
  params: Promise<{ jobId: string }>;
  searchParams: Promise<{ kind?: string; path?: string }>;
}

export async function generateMetadata({ searchParams }: FilePageProps): Promise<Metadata> {
  const asked = fileAsked(await searchParams);
  return { title: asked?.path.split("/").at(-1) ?? "File" };
}

/** One file of a job, as far as a browser can show it. */
export default async function FilePage({ params, searchParams }: FilePageProps) {
  const [{ job }, query] = await Promise.all([ownedJob(params), searchParams]);
  const asked = fileAsked(query);
  if (!asked) notFound();
  const folder = asked.path.split("/").slice(0, -1).join("/");

  return (
    <>
      <PageHeader
        eyebrow={<BackLink href={`/jobs/${job.id}`}>{job.name}</BackLink>}
        title={asked.path.split("/").at(-1)}
        description={folder && <span className="font-mono text-sm wrap-anywhere">{folder}/</span>}
        actions={
          <a href={fileHref(job.id, asked, "/download")} download className={buttonLook({ variant: "primary" })}>
            <Download aria-hidden />
            Download
          </a>
        }
      />
      <Suspense
        fallback={
          <Card aria-busy="true">
            <Skeleton className="h-64" />
          </Card>
        }
      >
        <FoundPart params={params} asked={asked} />
      </Suspense>
    </>
  );
}

async function FoundPart({ params, asked }: { params: FilePageProps["params"]; asked: NonNullable<ReturnType<typeof fileAsked>> }) {
  const { job } = await ownedJob(params);
  let file: FoundFile;
  try {
    file = await findFile(sqmpy().services, job, asked);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return (
      <Alert tone="warn" title="This file cannot be shown">
        {messageOf(error)}
      </Alert>
    );
  }

  return (
    <>
      <p className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-[0.8125rem] text-ink-soft">
        <span>{formatBytes(file.size)}</span>
        {file.modifiedAt && (
          <span>
            Written <LocalTime at={file.modifiedAt.toISOString()} />
          </span>
        )}
        <span>{file.isStored ? "Copied to this server and checked" : `Read from ${job.hostName} as it is now`}</span>
        {file.sha256 && <span className="min-w-0 font-mono wrap-anywhere">SHA-256 {file.sha256}</span>}
      </p>
      <FilePreview jobId={job.id} file={file} />
    </>
  );
}
