import { and, eq, getTableColumns } from "drizzle-orm";
import { jobFiles, jobs } from "@/drizzle/schema";
import type { FileId, JobId, UserId } from "@/lib/domain/ids";
import type { JobFile } from "@/lib/domain/job-file";
import { isOwn } from "../jobs/job-conditions";
import type { Store } from "../store";
import { toFile } from "./file-row";

export function findFile(store: Store, owner: UserId, jobId: JobId, id: FileId): JobFile | undefined {
  const row = store.database
    .select(getTableColumns(jobFiles))
    .from(jobFiles)
    .innerJoin(jobs, eq(jobs.id, jobFiles.jobId))
    .where(and(isOwn(owner, jobId), eq(jobFiles.jobId, jobId), eq(jobFiles.id, id)))
    .get();
  return row && toFile(row);
}
