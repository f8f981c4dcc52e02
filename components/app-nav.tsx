"use client";

import { Ellipsis, ListChecks, Plus, Server } from "lucide-react";
import Link from "next/link";
import { navigation, isHere } from "./navigation";
import type { ShellUser } from "./shell-user";
import { classes } from "./ui/classes";
import { Menu } from "./ui/menu";
import { useUserMenuItems } from "./user-menu";

const icons = { jobs: ListChecks, new: Plus, hosts: Server };

export function AppNav({ pathname }: { pathname: string }) {
  return (
    <nav aria-label="Main" className="hidden items-center gap-1 sm:flex">
      {navigation.map((place) => {
        const here = isHere(place, pathname);
        return (
          <Link
            key={place.href}
            href={place.href}
            aria-current={here ? "page" : undefined}
            className={classes(
              "flex h-9 items-center rounded-lg px-3 text-sm font-medium transition-colors pointer-coarse:h-10",
              here ? "bg-neutral-soft text-ink" : "text-ink-soft hover:bg-hover hover:text-ink",
            )}
          >
            {place.label}
          </Link>
        );
      })}
    </nav>
  );
}

const cell = "flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-[0.6875rem] font-medium outline-offset-[-4px]";

export function BottomNav({ pathname, user, signOut }: { pathname: string; user: ShellUser; signOut: () => Promise<void> }) {
  const items = useUserMenuItems(user, signOut);

  return (
    <nav aria-label="Main" className="fixed inset-x-0 bottom-0 z-40 border-t border-line bg-bg/95 pb-[env(safe-area-inset-bottom)] backdrop-blur-md sm:hidden">
      <div className="flex h-16">
        {navigation.map((place) => {
          const here = isHere(place, pathname);
          const Icon = icons[place.icon];
          return (
            <Link key={place.href} href={place.href} aria-current={here ? "page" : undefined} className={classes(cell, here ? "text-accent" : "text-ink-soft")}>
              <span className={classes("grid h-7 w-14 place-items-center rounded-full", here && "bg-accent-soft")}>
                <Icon aria-hidden className="size-5" />
              </span>
              {place.shortLabel}
            </Link>
          );
        })}
        <Menu
          side="top"
          items={items}
          trigger={
            <button type="button" className={classes(cell, "text-ink-soft data-[state=open]:text-accent")}>
              <span className="grid h-7 w-14 place-items-center">
                <Ellipsis aria-hidden className="size-5" />
              </span>
              More
            </button>
          }
        />
      </div>
    </nav>
  );
}
