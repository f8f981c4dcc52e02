import { and, asc, eq, getTableColumns } from "drizzle-orm";
import { jobFiles, jobs } from "@/drizzle/schema";
import type { JobId, UserId } from "@/lib/domain/ids";
import type { JobFile } from "@/lib/domain/job-file";
import { isOwn } from "../jobs/job-conditions";
import type { Store } from "../store";
import { toFile } from "./file-row";

/** By path. */
export function listFiles(store: Store, jobId: JobId): JobFile[] {
  return store.database.select().from(jobFiles).where(eq(jobFiles.jobId, jobId)).orderBy(asc(jobFiles.path), asc(jobFiles.kind)).all().map(toFile);
}

export function listOwnFiles(store: Store, owner: UserId, jobId: JobId): JobFile[] {
  return store.database
    .select(getTableColumns(jobFiles))
    .from(jobFiles)
    .innerJoin(jobs, eq(jobs.id, jobFiles.jobId))
    .where(and(isOwn(owner, jobId), eq(jobFiles.jobId, jobId)))
    .orderBy(asc(jobFiles.path), asc(jobFiles.kind))
    .all()
    .map(toFile);
}
