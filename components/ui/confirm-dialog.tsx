"use client";

import { unstable_rethrow } from "next/navigation";
import * as Radix from "radix-ui/alert-dialog";
import { useState, useTransition, type ReactNode } from "react";
import { Alert } from "./alert";
import { Button } from "./button";
import { classes } from "./classes";
import { overlayLook, panelLook } from "./dialog-look";

interface ConfirmDialogProps {
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: ReactNode;
  description: ReactNode;
  confirmLabel: string;
  cancelLabel?: string;
  danger?: boolean;
  /** True until something inside was done first. */
  confirmDisabled?: boolean;
  /** Closes when it is done; an Error thrown stays open with its message shown. */
  onConfirm: () => Promise<void> | void;
  children?: ReactNode;
}

export function ConfirmDialog({
  trigger,
  open,
  onOpenChange,
  title,
  description,
  confirmLabel,
  cancelLabel = "Keep as it is",
  danger = false,
  confirmDisabled = false,
  onConfirm,
  children,
}: ConfirmDialogProps) {
  const [ownOpen, setOwnOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  function change(next: boolean) {
    if (pending) return;
    setProblem(null);
    setOwnOpen(next);
    onOpenChange?.(next);
  }

  function confirm() {
    startTransition(async () => {
      try {
        await onConfirm();
        setOwnOpen(false);
        onOpenChange?.(false);
      } catch (error) {
        unstable_rethrow(error);
        setProblem(error instanceof Error ? error.message : String(error));
      }
    });
  }

  return (
    <Radix.Root open={open ?? ownOpen} onOpenChange={change}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className={overlayLook} />
        <Radix.Content className={classes(panelLook, "sm:max-w-md")}>
          <div className="overflow-y-auto px-5 pt-5 pb-4">
            <Radix.Title className="text-lg font-semibold text-ink">{title}</Radix.Title>
            <Radix.Description className="mt-1.5 text-sm text-ink-soft">{description}</Radix.Description>
            {children && <div className="mt-4 text-sm">{children}</div>}
            {problem && (
              <Alert tone="bad" className="mt-4">
                {problem}
              </Alert>
            )}
          </div>
          <footer className="flex flex-wrap justify-end gap-2.5 border-t border-line px-5 py-4">
            <Radix.Cancel asChild>
              <Button variant="secondary">{cancelLabel}</Button>
            </Radix.Cancel>
            <Button variant={danger ? "danger" : "primary"} pending={pending} disabled={confirmDisabled} onClick={confirm}>
              {confirmLabel}
            </Button>
          </footer>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
