"use client";

import { PageError } from "@/components/page-error";
import { Wordmark } from "@/components/wordmark";
import "./globals.css";

export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Sqmpy</title>
        <main className="mx-auto max-w-6xl px-4 pt-6 sm:px-6">
          <Wordmark />
          <PageError error={error} retry={retry} />
        </main>
      </body>
    </html>
  );
}
