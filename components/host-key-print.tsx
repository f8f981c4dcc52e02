import type { ReactNode } from "react";
import type { HostKey } from "@/lib/domain/host";
import { classes } from "./ui/classes";
import { CopyButton } from "./ui/copy-button";

interface HostKeyPrintProps {
  hostKey: HostKey;
  label?: ReactNode;
  danger?: boolean;
}

/** A host key's fingerprint, as `ssh-keygen -lf` prints it. */
export function HostKeyPrint({ hostKey, label, danger = false }: HostKeyPrintProps) {
  return (
    <div className={classes("min-w-0 rounded-lg border bg-surface p-3", danger ? "border-bad/40" : "border-line")}>
      <div className="flex items-center justify-between gap-2">
        <p className="text-xs text-ink-faint">
          {label && <span className={classes("font-medium", danger ? "text-bad" : "text-ink-soft")}>{label} · </span>}
          {hostKey.algorithm}
        </p>
        <CopyButton text={hostKey.fingerprint} label="Copy the fingerprint" iconOnly variant="ghost" className="-my-1.5 -mr-1.5" />
      </div>
      <p className="mt-1 font-mono text-[0.875rem] leading-relaxed break-all text-ink">{hostKey.fingerprint}</p>
    </div>
  );
}
