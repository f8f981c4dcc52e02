"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { AppNav, BottomNav } from "./app-nav";
import type { ShellUser } from "./shell-user";
import { ThemeToggle } from "./theme-toggle";
import { classes } from "./ui/classes";
import { UserMenu } from "./user-menu";
import { Wordmark } from "./wordmark";

interface AppShellProps {
  user: ShellUser | null;
  signOut: () => Promise<void>;
  children: ReactNode;
}

/** The frame around each page. Without a user it shows the name and the choice of theme alone. */
export function AppShell({ user, signOut, children }: AppShellProps) {
  const pathname = usePathname();

  return (
    <>
      <a
        href="#main"
        className="fixed top-2 left-2 z-60 -translate-y-20 rounded-lg bg-accent px-4 py-2.5 text-sm font-medium text-accent-ink focus:translate-y-0"
      >
        Skip to the content
      </a>
      <header className="sticky top-0 z-40 border-b border-line bg-bg/90 backdrop-blur-md">
        <div className="mx-auto flex h-14 max-w-6xl items-center gap-6 px-4 sm:px-6">
          <Link href="/" className="-mx-1 flex h-10 items-center rounded-lg px-1" aria-label="Sqmpy, to the jobs">
            <Wordmark />
          </Link>
          {user && <AppNav pathname={pathname} />}
          <div className={classes("ml-auto items-center gap-1", user ? "hidden sm:flex" : "flex")}>
            <ThemeToggle />
            {user && <UserMenu user={user} signOut={signOut} />}
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-6xl px-4 pt-6 pb-28 outline-none sm:px-6 sm:pt-8 sm:pb-16">
        {children}
      </main>
      {user && <BottomNav pathname={pathname} user={user} signOut={signOut} />}
    </>
  );
}
