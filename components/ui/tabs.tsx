"use client";

import * as Radix from "radix-ui/tabs";
import type { ComponentProps } from "react";
import { classes } from "./classes";

export function Tabs(props: ComponentProps<typeof Radix.Root>) {
  return <Radix.Root {...props} />;
}

export function TabList({ className, ...rest }: ComponentProps<typeof Radix.List>) {
  return <Radix.List {...rest} className={classes("flex gap-1 overflow-x-auto border-b border-line [scrollbar-width:none]", className)} />;
}

export function Tab({ className, ...rest }: ComponentProps<typeof Radix.Trigger>) {
  return (
    <Radix.Trigger
      {...rest}
      className={classes(
        "relative flex h-10 shrink-0 items-center gap-2 px-3 text-sm font-medium text-ink-soft outline-offset-[-3px] hover:text-ink [&>svg]:size-4",
        "after:absolute after:inset-x-2 after:-bottom-px after:h-0.5 after:rounded-full data-[state=active]:text-ink data-[state=active]:after:bg-accent",
        className,
      )}
    />
  );
}

export function TabPanel({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return <Radix.Content {...rest} className={classes("rounded-lg", className)} />;
}
