import { CircleAlert, CircleCheck, Info, TriangleAlert, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "./classes";
import { softTones, toneBorders, type Tone } from "./tone";

const icons: Record<Tone, LucideIcon> = {
  neutral: Info,
  info: Info,
  accent: Info,
  good: CircleCheck,
  warn: TriangleAlert,
  bad: CircleAlert,
};

interface AlertProps {
  tone: Tone;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

export function Alert({ tone, title, children, action, className }: AlertProps) {
  const Icon = icons[tone];

  return (
    <div role={tone === "bad" || tone === "warn" ? "alert" : "status"} className={classes("flex gap-3 rounded-lg border p-3 sm:px-4", softTones[tone], toneBorders[tone], className)}>
      <Icon aria-hidden className="mt-0.5 size-4.5 shrink-0" />
      <div className="min-w-0 flex-1 text-sm wrap-anywhere">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="text-ink [&_a]:underline">{children}</div>}
        {action && <div className="mt-2.5 flex flex-wrap gap-2">{action}</div>}
      </div>
    </div>
  );
}
