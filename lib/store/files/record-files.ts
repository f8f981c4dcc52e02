import { sql } from "drizzle-orm";
import { jobFiles } from "@/drizzle/schema";
import { newId, type FileId, type JobId } from "@/lib/domain/ids";
import type { JobFile } from "@/lib/domain/job-file";
import type { Store } from "../store";
import { writeRelaxed } from "../transaction";
import { toFile } from "./file-row";

export type NewFile = Omit<JobFile, "id" | "jobId">;

/** Inserts or refreshes by (job, path, kind); answers them in the order given. */
export function recordFiles(store: Store, jobId: JobId, files: readonly NewFile[]): JobFile[] {
  return writeRelaxed(store.database, () => {
    const upsert = prepareUpsert(store);
    return files.map((file) => toFile(upsert.get({ ...file, id: newId<FileId>(), jobId, modifiedAt: file.modifiedAt?.getTime() ?? null, executable: file.executable ? 1 : 0 })));
  });
}

function prepareUpsert({ database }: Store) {
  return database
    .insert(jobFiles)
    .values({
      id: sql.placeholder("id"),
      jobId: sql.placeholder("jobId"),
      kind: sql.placeholder("kind"),
      path: sql.placeholder("path"),
      size: sql.placeholder("size"),
      modifiedAt: sql`${sql.placeholder("modifiedAt")}`,
      sha256: sql.placeholder("sha256"),
      executable: sql`${sql.placeholder("executable")}`,
      place: sql.placeholder("place"),
      note: sql.placeholder("note"),
    })
    .onConflictDoUpdate({
      target: [jobFiles.jobId, jobFiles.path, jobFiles.kind],
      set: {
        size: sql`excluded.size`,
        modifiedAt: sql`excluded.modified_at`,
        sha256: sql`excluded.sha256`,
        executable: sql`excluded.executable`,
        place: sql`excluded.place`,
        note: sql`excluded.note`,
      },
    })
    .returning()
    .prepare();
}
