"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import * as Radix from "radix-ui/dropdown-menu";
import { Fragment, useRef, useState, type ReactNode } from "react";
import { classes } from "./classes";

export type MenuItem =
  | { kind?: "item"; label: ReactNode; icon?: ReactNode; href?: string; onSelect?: () => void; danger?: boolean; disabled?: boolean }
  | { kind: "choice"; label: string; value: string; onChoose: (value: string) => void; options: { value: string; label: string; icon?: ReactNode }[] }
  | { kind: "heading"; label: ReactNode }
  | { kind: "line" };

interface MenuProps {
  trigger: ReactNode;
  items: readonly MenuItem[];
  align?: "start" | "center" | "end";
  side?: "top" | "bottom";
}

const row = classes(
  "flex min-h-9 w-full cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm outline-none select-none pointer-coarse:min-h-11",
  "data-highlighted:bg-hover data-disabled:cursor-default data-disabled:opacity-50 [&>svg]:size-4 [&>svg]:shrink-0",
);

export function Menu({ trigger, items, align = "end", side = "bottom" }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [landmark, setLandmark] = useState<HTMLElement | null>(null);

  function findLandmark(open: boolean) {
    if (open) setLandmark(button.current?.closest<HTMLElement>("header, nav, main") ?? null);
  }

  return (
    <Radix.Root modal={false} onOpenChange={findLandmark}>
      <Radix.Trigger asChild ref={button}>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal container={landmark}>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={12}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 overflow-y-auto rounded-xl border border-line bg-raised p-1.5 text-ink shadow-raised animate-rise"
        >
          {items.map((item, index) => (
            <Fragment key={index}>
              <MenuRow item={item} />
            </Fragment>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function MenuRow({ item }: { item: MenuItem }) {
  switch (item.kind) {
    case "line":
      return <Radix.Separator className="-mx-1.5 my-1.5 h-px bg-line" />;
    case "heading":
      return <Radix.Label className="px-2.5 pt-1 pb-1.5 text-sm">{item.label}</Radix.Label>;
    case "choice":
      return (
        <Radix.RadioGroup value={item.value} onValueChange={item.onChoose} aria-label={item.label}>
          <Radix.Label className="px-2.5 pt-1 pb-1 text-xs text-ink-faint">{item.label}</Radix.Label>
          {item.options.map((option) => (
            <Radix.RadioItem key={option.value} value={option.value} className={classes(row, "text-ink")}>
              {option.icon}
              {option.label}
              <Radix.ItemIndicator className="ml-auto text-accent">
                <Check aria-hidden className="size-4" />
              </Radix.ItemIndicator>
            </Radix.RadioItem>
          ))}
        </Radix.RadioGroup>
      );
    default:
      return (
        <Radix.Item
          asChild={item.href !== undefined}
          disabled={item.disabled}
          onSelect={item.onSelect}
          className={classes(row, item.danger ? "text-bad" : "text-ink [&>svg]:text-ink-faint")}
        >
          {item.href === undefined ? (
            <>
              {item.icon}
              {item.label}
            </>
          ) : (
            <Link href={item.href}>
              {item.icon}
              {item.label}
            </Link>
          )}
        </Radix.Item>
      );
  }
}
