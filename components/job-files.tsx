import { FolderArchive, FolderOpen } from "lucide-react";
import { formatBytes } from "@/lib/format/bytes";
import { FileList } from "./file-list";
import type { ListedFile } from "./file-tree";
import { Alert } from "./ui/alert";
import { buttonLook } from "./ui/button-look";
import { Card } from "./ui/card";

interface JobFilesProps {
  jobId: string;
  files: readonly ListedFile[];
  /** What was seen on the host while the job lives: said where it is not all, or not fresh. */
  problem: string | null;
  truncated: boolean;
  /** What stands in place of outputs while there are none. */
  empty: string;
}

const groups = [
  { title: "Outputs", kinds: ["output", "stdout", "stderr"] },
  { title: "Inputs", kinds: ["input"] },
  { title: "Script", kinds: ["script"] },
] as const;

export function JobFiles({ jobId, files, problem, truncated, empty }: JobFilesProps) {
  const size = files.reduce((sum, file) => sum + file.size, 0);

  return (
    <Card
      flush
      title="Files"
      description={`${files.length} ${files.length === 1 ? "file" : "files"}, ${formatBytes(size)}`}
      actions={
        files.length > 0 && (
          <a href={`/jobs/${jobId}/zip`} download className={buttonLook({ size: "sm" })}>
            <FolderArchive aria-hidden />
            Download all (zip)
          </a>
        )
      }
    >
      {problem && (
        <div className="p-3">
          <Alert tone="warn" title="The files on the host cannot be seen right now">
            {problem}
          </Alert>
        </div>
      )}
      {groups.map(({ title, kinds }) => {
        const mine = files.filter((file) => (kinds as readonly string[]).includes(file.kind));
        if (mine.length === 0 && title !== "Outputs") return null;
        return (
          <section key={title} aria-label={title} className="not-first:border-t not-first:border-line">
            <h3 className="px-4 pt-3 pb-2 text-[0.8125rem] sm:px-5 font-medium text-ink-soft">{title}</h3>
            {mine.length === 0 ? (
              <p className="flex items-center gap-2.5 border-t border-line px-4 py-4 text-sm text-ink-faint sm:px-5">
                <FolderOpen aria-hidden className="size-4" />
                {empty}
              </p>
            ) : (
              <FileList jobId={jobId} files={mine} label={title} />
            )}
          </section>
        );
      })}
      {truncated && <p className="border-t border-line px-4 py-3 text-[0.8125rem] text-ink-faint sm:px-5">There are more files on the host than are listed here while the job runs.</p>}
    </Card>
  );
}
