import type { jobFiles } from "@/drizzle/schema";
import type { FileId, JobId } from "@/lib/domain/ids";
import type { JobFile } from "@/lib/domain/job-file";

export function toFile(row: typeof jobFiles.$inferSelect): JobFile {
  return { ...row, id: row.id as FileId, jobId: row.jobId as JobId };
}
