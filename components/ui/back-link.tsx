import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

/** Leads one level up; for the eyebrow of a page's header. */
export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="-ml-1 gap-0.5 rounded-md wrap-anywhere">
      <ChevronLeft aria-hidden className="size-4 shrink-0" />
      {children}
    </Link>
  );
}
