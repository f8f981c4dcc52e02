import { Download, File, FileCode, FileImage, FileSpreadsheet, Folder, type LucideIcon } from "lucide-react";
import Link from "next/link";
import { formatBytes } from "@/lib/format/bytes";
import { previewKindOf, type PreviewKind } from "@/lib/format/preview-kind";
import { makeFileTree, type FileFolder, type ListedFile } from "./file-tree";
import { Badge } from "./ui/badge";
import { buttonLook } from "./ui/button-look";
import { LocalTime } from "./ui/local-time";

const icons: Record<PreviewKind, LucideIcon> = { image: FileImage, table: FileSpreadsheet, json: FileCode, markdown: FileCode, text: FileCode, other: File };
/** Folders begin closed from so many files on. */
const manyFiles = 60;
const shownPerFolder = 500;
const shownAtAll = 2_000;

export function fileHref(jobId: string, file: Pick<ListedFile, "kind" | "path">, route: "" | "/download" | "/image" = ""): string {
  return `/jobs/${jobId}/files${route}?kind=${file.kind}&path=${encodeURIComponent(file.path)}`;
}

/** Files of a job as a tree; each leads to its preview, with a download beside. */
export function FileList({ jobId, files, label }: { jobId: string; files: readonly ListedFile[]; label: string }) {
  const tree = makeFileTree(files.slice(0, shownAtAll));
  const hidden = files.length - shownAtAll;
  return (
    <div role="group" aria-label={label}>
      <FolderContent jobId={jobId} folder={tree} depth={0} isOpen={files.length <= manyFiles} />
      {hidden > 0 && <p className="border-t border-line px-4 py-3 text-[0.8125rem] text-ink-soft">{hidden.toLocaleString("en")} more files are not listed: the zip has them all.</p>}
    </div>
  );
}

function FolderContent({ jobId, folder, depth, isOpen }: { jobId: string; folder: FileFolder; depth: number; isOpen: boolean }) {
  const hidden = folder.files.length - shownPerFolder;
  return (
    <ul>
      {folder.folders.map((each) => (
        <li key={each.path}>
          <details open={isOpen}>
            <summary
              style={{ paddingLeft: `${indent(depth)}rem` }}
              className="flex min-h-10 items-center gap-2.5 border-t border-line pr-4 text-sm outline-offset-[-2px] hover:bg-hover"
            >
              <Folder aria-hidden className="size-4 shrink-0 text-accent" />
              <span className="min-w-0 flex-1 truncate font-medium text-ink">{each.name}/</span>
              <span className="text-[0.8125rem] text-ink-faint tabular-nums">
                {each.count} {each.count === 1 ? "file" : "files"}, {formatBytes(each.size)}
              </span>
            </summary>
            <FolderContent jobId={jobId} folder={each} depth={depth + 1} isOpen={isOpen} />
          </details>
        </li>
      ))}
      {folder.files.slice(0, shownPerFolder).map((file) => (
        <FileRow key={`${file.kind} ${file.path}`} jobId={jobId} file={file} depth={depth} />
      ))}
      {hidden > 0 && (
        <li style={{ paddingLeft: `${indent(depth)}rem` }} className="border-t border-line py-2.5 pr-4 text-[0.8125rem] text-ink-faint">
          {hidden.toLocaleString("en")} more files here: the zip has them all.
        </li>
      )}
    </ul>
  );
}

function FileRow({ jobId, file, depth }: { jobId: string; file: ListedFile; depth: number }) {
  const Icon = icons[previewKindOf(file.path, file.kind)];
  const name = printable(file.path.split("/").at(-1) ?? file.path);
  const isGone = file.place === "missing";

  return (
    <li style={{ paddingLeft: `${indent(depth)}rem` }} className="relative flex min-h-10 flex-wrap items-center gap-x-2.5 border-t border-line pr-1.5 text-sm hover:bg-hover">
      <Icon aria-hidden className="size-4 shrink-0 text-ink-faint" />
      {isGone ? (
        <span className="min-w-0 flex-1 truncate text-ink-faint line-through" title={name}>
          {name}
        </span>
      ) : (
        <Link href={fileHref(jobId, file)} prefetch={false} title={name} className="min-w-0 flex-1 truncate py-2 text-ink outline-offset-[-2px] hover:text-accent">
          {name}
        </Link>
      )}
      {file.place === "remote" && (
        <Badge tone="neutral" title={file.note ?? undefined}>
          On the host
        </Badge>
      )}
      {isGone && (
        <Badge tone="warn" title={file.note ?? undefined}>
          Gone
        </Badge>
      )}
      {file.modifiedAt && <LocalTime at={file.modifiedAt.toISOString()} className="hidden text-[0.8125rem] text-ink-faint tabular-nums sm:inline" />}
      <span className="w-18 text-right text-[0.8125rem] text-ink-soft tabular-nums">{formatBytes(file.size)}</span>
      {isGone ? (
        <span className="w-8 pointer-coarse:w-10" />
      ) : (
        <a
          href={fileHref(jobId, file, "/download")}
          download
          aria-label={`Download ${name}`}
          title={`Download ${name}`}
          className={buttonLook({ size: "sm", variant: "ghost", className: "w-8 px-0! pointer-coarse:w-10" })}
        >
          <Download aria-hidden />
        </a>
      )}
      {file.note && <p className="w-full pb-2 pl-6.5 text-[0.8125rem] text-ink-faint wrap-anywhere">{file.note}</p>}
    </li>
  );
}

function indent(depth: number): number {
  return 1.125 + depth * 1.25;
}

/** Line breaks and their like, shown rather than obeyed. */
function printable(name: string): string {
  return name.replace(/[\0-\x1f\x7f]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
