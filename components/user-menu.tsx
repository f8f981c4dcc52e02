"use client";

import { LogOut, Settings, ShieldCheck } from "lucide-react";
import { startTransition } from "react";
import type { ShellUser } from "./shell-user";
import { useThemeMenuItem } from "./theme-toggle";
import { Menu, type MenuItem } from "./ui/menu";

export function useUserMenuItems(user: ShellUser, signOut: () => Promise<void>): MenuItem[] {
  const theme = useThemeMenuItem();

  return [
    { kind: "heading", label: <WhoIsHere user={user} /> },
    { kind: "line" },
    { label: "Settings", icon: <Settings aria-hidden />, href: "/settings" },
    ...(user.role === "admin" ? [{ label: "Admin", icon: <ShieldCheck aria-hidden />, href: "/admin" }] : []),
    { kind: "line" },
    theme,
    ...(user.singleUser
      ? []
      : ([{ kind: "line" }, { label: "Sign out", icon: <LogOut aria-hidden />, onSelect: () => startTransition(signOut) }] satisfies MenuItem[])),
  ];
}

function WhoIsHere({ user }: { user: ShellUser }) {
  return (
    <span className="block max-w-64">
      <span className="block truncate font-medium text-ink">{user.name}</span>
      <span className="block truncate text-[0.8125rem] font-normal text-ink-faint">{user.singleUser ? "Single-user mode" : user.email}</span>
    </span>
  );
}

export function UserMenu({ user, signOut }: { user: ShellUser; signOut: () => Promise<void> }) {
  const items = useUserMenuItems(user, signOut);
  const initials = initialsOf(user.name || user.email);

  return (
    <Menu
      items={items}
      trigger={
        <button
          type="button"
          aria-label={`Account of ${user.name || user.email}`}
          className="grid size-10 place-items-center rounded-full outline-offset-0"
        >
          <span
            data-initials={initials}
            className="grid size-8 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent before:content-[attr(data-initials)]"
          />
        </button>
      }
    />
  );
}

function initialsOf(name: string): string {
  const words = name.split(/[\s@.]+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? "")
    .join("");
}
