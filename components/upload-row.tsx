"use client";

import { Check, FileText, RotateCw, X } from "lucide-react";
import { memo } from "react";
import { formatBytes } from "@/lib/format/bytes";
import type { KeptFile } from "./job-form-start";
import type { UploadItem } from "./upload-item";
import type { UploadQueue } from "./upload-queue";
import { Button } from "./ui/button";
import { Input } from "./ui/input";

interface UploadRowProps {
  item: UploadItem;
  /** What is wrong with its path. */
  problem: string | null;
  queue: UploadQueue;
}

/** One input file: its path in the working directory, its size, and how far it is. */
export const UploadRow = memo(function UploadRow({ item, problem, queue }: UploadRowProps) {
  const { key, path, size, sent, state } = item;
  const share = size === 0 ? (state === "done" ? 1 : 0) : Math.min(1, sent / size);
  const sentence = problem ?? item.problem;
  const errorId = `upload-${key}-error`;

  return (
    <li className="flex flex-col gap-1.5 p-2.5">
      <div className="flex items-center gap-2.5">
        {state === "done" ? <Check aria-label="Ready" className="size-4 shrink-0 text-good" /> : <FileText aria-hidden className="size-4 shrink-0 text-ink-faint" />}
        <Input
          aria-label={`Path of ${item.origin}`}
          aria-invalid={problem || state === "failed" ? true : undefined}
          aria-describedby={sentence ? errorId : undefined}
          value={path}
          onChange={(event) => queue.rename(key, event.target.value)}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          className="h-9! flex-1 border-transparent! bg-transparent! px-2! font-mono text-[0.8125rem]! shadow-none! hover:border-line-strong!"
        />
        <span className="shrink-0 text-[0.8125rem] text-ink-faint tabular-nums">
          {state === "sending" || (state === "waiting" && sent > 0) ? `${Math.floor(share * 100)} % of ` : ""}
          {formatBytes(size)}
        </span>
        {state === "failed" && (
          <Button size="sm" aria-label={`Retry ${path}`} onClick={() => queue.retry(key)}>
            <RotateCw aria-hidden />
            Retry
          </Button>
        )}
        <Button size="sm" variant="ghost" className="w-8 px-0! pointer-coarse:w-10" aria-label={`Remove ${path}`} onClick={() => queue.remove(key)}>
          <X aria-hidden />
        </Button>
      </div>
      {(state === "sending" || state === "waiting") && (
        <div
          role="progressbar"
          aria-label={`Upload of ${path}`}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.floor(share * 100)}
          className="ml-6.5 h-1 overflow-clip rounded-full bg-neutral-soft"
        >
          <div className="h-full rounded-full bg-accent transition-[width] duration-150" style={{ width: `${share * 100}%` }} />
        </div>
      )}
      {state === "cut" && <p className="ml-6.5 text-[0.8125rem] text-warn">Interrupted: choose the file again.</p>}
      {sentence && (
        <p id={errorId} className="ml-6.5 text-[0.8125rem] text-bad">
          {sentence}
        </p>
      )}
    </li>
  );
});

/** An input that is taken over from an earlier job, as it was. */
export function KeptRow({ file, onRemove }: { file: KeptFile; onRemove: (fileId: string) => void }) {
  return (
    <li className="flex items-center gap-2.5 p-2.5">
      <Check aria-label="Ready" className="size-4 shrink-0 text-good" />
      <span className="min-w-0 flex-1 px-2 font-mono text-[0.8125rem] text-ink wrap-anywhere">{file.path}</span>
      <span className="shrink-0 text-[0.8125rem] text-ink-faint tabular-nums">{formatBytes(file.size)}</span>
      <Button size="sm" variant="ghost" className="w-8 px-0! pointer-coarse:w-10" aria-label={`Remove ${file.path}`} onClick={() => onRemove(file.fileId)}>
        <X aria-hidden />
      </Button>
    </li>
  );
}
