"use client";

import { FilePlus2, FolderPlus, UploadCloud } from "lucide-react";
import { useState, type DragEvent } from "react";
import { formatBytes } from "@/lib/format/bytes";
import type { KeptFile } from "./job-form-start";
import { readChosen, readDrop } from "./upload-drop";
import { pathProblems, totalsOf, type UploadItem } from "./upload-item";
import { KeptRow, UploadRow } from "./upload-row";
import type { UploadQueue } from "./upload-queue";
import { Alert } from "./ui/alert";
import { Button } from "./ui/button";
import { classes } from "./ui/classes";
import { FileButton } from "./ui/file-button";

const rowsAtFirst = 100;

interface UploadFieldProps {
  queue: UploadQueue;
  items: readonly UploadItem[];
  scriptName: string;
  kept: readonly KeptFile[];
  onRemoveKept: (fileId: string) => void;
  error: string | undefined;
}

/** The input files: chosen or dropped, sent at once, with what became of each. */
export function UploadField({ queue, items, scriptName, kept, onRemoveKept, error }: UploadFieldProps) {
  const [over, setOver] = useState(false);
  const [shown, setShown] = useState(rowsAtFirst);
  const [problem, setProblem] = useState<string | null>(null);

  const totals = totalsOf(items);
  const problems = pathProblems(items, [scriptName, ...kept.map(({ path }) => path)]);
  const ordered = items.length > rowsAtFirst ? needyFirst(items, problems) : items;

  async function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    try {
      queue.add(await readDrop(event.dataTransfer));
      setProblem(null);
    } catch (failure) {
      setProblem(`The browser could not read what was dropped${failure instanceof Error ? ` (${failure.message})` : ""}. Choose it by the buttons instead.`);
    }
  }

  function choose(files: readonly File[]) {
    queue.add(readChosen(files));
  }

  return (
    <div className="flex flex-col gap-3">
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => void drop(event)}
        className={classes(
          "flex flex-wrap items-center justify-center gap-x-4 gap-y-3 rounded-lg border border-dashed px-4 py-5 text-center transition-colors duration-150",
          over ? "border-accent bg-accent-soft" : "border-line-strong bg-sunken",
        )}
      >
        <p className="flex items-center gap-2 text-sm text-ink-soft">
          <UploadCloud aria-hidden className="size-5 text-ink-faint" />
          Drop files or folders here, or
        </p>
        <div className="flex flex-wrap justify-center gap-2">
          <FileButton size="sm" label="Input files" multiple onFiles={choose}>
            <FilePlus2 aria-hidden />
            Choose files
          </FileButton>
          <FileButton size="sm" label="Input folder" folder onFiles={choose}>
            <FolderPlus aria-hidden />
            Choose a folder
          </FileButton>
        </div>
      </div>

      {error && (
        <p role="alert" className="text-[0.8125rem] text-bad">
          {error}
        </p>
      )}
      {problem && <Alert tone="warn">{problem}</Alert>}
      {totals.cut > 0 && (
        <Alert tone="warn" title={totals.cut === 1 ? "One upload was interrupted" : `${totals.cut} uploads were interrupted`}>
          Choose or drop the same {totals.cut === 1 ? "file" : "files"} again: {totals.cut === 1 ? "it goes" : "they go"} on where {totals.cut === 1 ? "it" : "they"} stopped.
        </Alert>
      )}

      {items.length > 0 && (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-[0.8125rem] text-ink-soft">
          <p aria-live="polite">
            {totals.done === totals.count ? `${totals.count === 1 ? "1 file" : `${totals.count} files`} ready` : `${totals.done} of ${totals.count} files ready`}
            {`, ${formatBytes(totals.size)}`}
            {totals.failed > 0 && <span className="text-bad">, {totals.failed} failed</span>}
          </p>
          <div className="flex gap-2">
            {totals.failed > 1 && (
              <Button size="sm" onClick={() => queue.retryFailed()}>
                Retry all
              </Button>
            )}
            {items.length > 1 && (
              <Button size="sm" variant="ghost" onClick={() => queue.clear()}>
                Remove all
              </Button>
            )}
          </div>
        </div>
      )}

      {(items.length > 0 || kept.length > 0) && (
        <ul aria-label="Input files" className="flex flex-col divide-y divide-line rounded-lg border border-line">
          {kept.slice(0, shown).map((file) => (
            <KeptRow key={file.fileId} file={file} onRemove={onRemoveKept} />
          ))}
          {ordered.slice(0, shown).map((item) => (
            <UploadRow key={item.key} item={item} problem={problems.get(item.key) ?? null} queue={queue} />
          ))}
        </ul>
      )}
      {Math.max(items.length, kept.length) > shown && (
        <Button size="sm" className="self-start" onClick={() => setShown(shown + rowsAtFirst)}>
          Show {Math.min(rowsAtFirst, Math.max(items.length, kept.length) - shown)} more
        </Button>
      )}
    </div>
  );
}

function needyFirst(items: readonly UploadItem[], problems: ReadonlyMap<string, string>): UploadItem[] {
  const isNeedy = (item: UploadItem) => item.state === "failed" || item.state === "cut" || problems.has(item.key);
  return [...items.filter(isNeedy), ...items.filter((item) => !isNeedy(item))];
}
