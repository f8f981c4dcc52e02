"use client";

import { X } from "lucide-react";
import * as Radix from "radix-ui/dialog";
import type { ReactNode } from "react";
import { classes } from "./classes";
import { overlayLook, panelLook } from "./dialog-look";

interface DialogProps {
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  wide?: boolean;
  children?: ReactNode;
}

export function Dialog({ trigger, open, onOpenChange, title, description, footer, wide = false, children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className={overlayLook} />
        <Radix.Content className={classes(panelLook, wide ? "sm:max-w-3xl" : "sm:max-w-lg")} {...(description ? {} : { "aria-describedby": undefined })}>
          <header className="flex items-start justify-between gap-4 px-5 pt-5">
            <div className="min-w-0">
              <Radix.Title className="text-lg font-semibold text-ink">{title}</Radix.Title>
              {description && <Radix.Description className="mt-1 text-sm text-ink-soft">{description}</Radix.Description>}
            </div>
            <Radix.Close className="-mt-1.5 -mr-2 grid size-10 shrink-0 place-items-center rounded-lg text-ink-faint hover:bg-hover hover:text-ink" aria-label="Close">
              <X aria-hidden className="size-4.5" />
            </Radix.Close>
          </header>
          {children && <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4 text-sm">{children}</div>}
          {footer && <footer className="flex flex-wrap justify-end gap-2.5 border-t border-line px-5 py-4">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
