import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { signOut } from "@/app/sign-in/actions";
import { AppShell } from "@/components/app-shell";
import { readTheme, themeCookie } from "@/components/theme";
import { ThemeToaster } from "@/components/theme-toaster";
import { currentUser } from "@/lib/auth/current-user";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Sqmpy", template: "%s · Sqmpy" },
  description: "Submit scripts to remote machines over SSH, watch them run, be told when they end, keep every file.",
  applicationName: "Sqmpy",
  icons: {
    icon: [{ url: "/icon.svg", type: "image/svg+xml" }, { url: "/icon-192.png", sizes: "192x192" }],
    apple: "/apple-touch-icon.png",
  },
  appleWebApp: { title: "Sqmpy", statusBarStyle: "default" },
  formatDetection: { telephone: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f6f4f0" },
    { media: "(prefers-color-scheme: dark)", color: "#141413" },
  ],
  viewportFit: "cover",
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(themeCookie)?.value);
  const user = await currentUser();

  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme} suppressHydrationWarning>
      <body>
        <AppShell user={user && { name: user.name, email: user.email, role: user.role, singleUser: user.singleUser }} signOut={signOut}>
          {children}
        </AppShell>
        <ThemeToaster />
      </body>
    </html>
  );
}
