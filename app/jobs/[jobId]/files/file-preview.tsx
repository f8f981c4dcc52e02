import { CodeView } from "@/components/code-view";
import { fileHref } from "@/components/file-list";
import { FileTable } from "@/components/file-table";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { AppError, messageOf } from "@/lib/domain/errors";
import { plainText } from "@/lib/format/ansi";
import { formatBytes } from "@/lib/format/bytes";
import { looksLikeText, previewKindOf } from "@/lib/format/preview-kind";
import { readTable } from "@/lib/format/read-table";
import { wholeUtf8Length } from "@/lib/format/utf8-cut";
import type { FoundFile } from "@/lib/runner/find-file";
import { readBeginning } from "@/lib/runner/read-beginning";

const textLimit = 256 * 1024;
const tableLimit = 5 * 1024 * 1024;
const imageLimit = 50 * 1024 * 1024;

/** What a browser can show of a file: never more than its beginning, and nothing that could act. */
export async function FilePreview({ jobId, file }: { jobId: string; file: FoundFile }) {
  const kind = previewKindOf(file.path, file.kind);
  const name = file.path.split("/").at(-1) ?? file.path;

  if (kind === "image" && file.size <= imageLimit) {
    return (
      <Card flush>
        <div className="grid place-items-center bg-[conic-gradient(var(--sunken)_25%,transparent_0_50%,var(--sunken)_0_75%,transparent_0)] bg-size-[1.25rem_1.25rem] p-4">
          {/* eslint-disable-next-line @next/next/no-img-element -- the image is the person's own, behind the sign-in */}
          <img src={fileHref(jobId, file, "/image")} alt={name} className="max-h-[75dvh] max-w-full" />
        </div>
      </Card>
    );
  }
  if (kind === "other" || kind === "image") return <NoPreview file={file} />;

  let bytes: Buffer;
  try {
    bytes = await readBeginning(file, kind === "table" ? tableLimit : textLimit);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return (
      <Alert tone="warn" title="This file cannot be shown">
        {messageOf(error)}
      </Alert>
    );
  }
  if (!looksLikeText(bytes)) return <NoPreview file={file} />;

  const isCut = file.size > bytes.length;
  const text = (isCut ? bytes.subarray(0, wholeUtf8Length(bytes)) : bytes).toString();
  return (
    <Card flush>
      {kind === "table" ? <FileTable table={readTable(file.path, text, isCut)} isCut={isCut} label={name} /> : <CodeView name={name} text={shown(kind, text, isCut)} />}
      {isCut && kind !== "table" && (
        <p className="border-t border-line px-4 py-3 text-[0.8125rem] text-ink-soft">
          The first {formatBytes(bytes.length)} of {formatBytes(file.size)}. Download the file to see all of it.
        </p>
      )}
    </Card>
  );
}

function shown(kind: string, text: string, isCut: boolean): string {
  if (kind === "json" && !isCut) {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text; // shown as it is: a broken file is just what one wants to look at
    }
  }
  return plainText(text);
}

function NoPreview({ file }: { file: FoundFile }) {
  return (
    <Card>
      <EmptyState title="No preview for this kind of file">
        <p>It has {formatBytes(file.size)}. Download it to open it with its own program.</p>
      </EmptyState>
    </Card>
  );
}
