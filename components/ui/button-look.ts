import { classes } from "./classes";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "sm" | "md";

const variants: Record<ButtonVariant, string> = {
  primary: "bg-accent text-accent-ink shadow-card hover:bg-accent-strong",
  secondary: "border border-line bg-surface text-ink shadow-card hover:bg-hover hover:border-line-strong/60",
  ghost: "text-ink-soft hover:bg-hover hover:text-ink",
  danger: "bg-bad text-bad-ink shadow-card hover:bg-bad-strong",
};

const sizes: Record<ButtonSize, string> = {
  sm: "h-8 gap-1.5 px-2.5 text-[0.8125rem] pointer-coarse:h-10 pointer-coarse:px-3",
  md: "h-10 gap-2 px-4 text-sm",
};

export interface ButtonLook {
  variant?: ButtonVariant;
  size?: ButtonSize;
  className?: string;
}

export function buttonLook({ variant = "secondary", size = "md", className }: ButtonLook): string {
  return classes(
    "inline-flex shrink-0 items-center justify-center rounded-lg font-medium whitespace-nowrap select-none",
    "transition-[background-color,border-color,color,opacity] duration-150",
    "disabled:opacity-50 disabled:shadow-none aria-disabled:opacity-60 aria-disabled:cursor-default",
    "[&>svg]:size-4 [&>svg]:shrink-0",
    variants[variant],
    sizes[size],
    className,
  );
}
