import type { ReactNode } from "react";

interface PageHeaderProps {
  title: ReactNode;
  eyebrow?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, eyebrow, description, actions }: PageHeaderProps) {
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
      <div className="min-w-0 flex-1 basis-64">
        {eyebrow && (
          <div className="mb-1 text-[0.8125rem] text-ink-faint [&_a]:inline-flex [&_a]:min-h-6 [&_a]:items-center [&_a]:text-ink-soft [&_a:hover]:text-ink [&_a:hover]:underline">
            {eyebrow}
          </div>
        )}
        <h1 className="text-2xl font-semibold tracking-tight text-ink wrap-anywhere sm:text-[1.75rem] sm:leading-9">{title}</h1>
        {description && <div className="mt-1 max-w-2xl text-ink-soft">{description}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2.5">{actions}</div>}
    </header>
  );
}
