import type { ComponentProps } from "react";
import { classes } from "./classes";
import { softTones, type Tone } from "./tone";

type BadgeProps = ComponentProps<"span"> & {
  tone?: Tone;
  /** A dot before the words; "beating" for what goes on right now. */
  dot?: boolean | "beating";
};

export function Badge({ tone = "neutral", dot = false, className, children, ...rest }: BadgeProps) {
  return (
    <span
      {...rest}
      className={classes(
        "inline-flex h-6 shrink-0 items-center gap-1.5 rounded-full px-2.5 text-xs font-medium tracking-normal whitespace-nowrap [&>svg]:size-3.5",
        softTones[tone],
        className,
      )}
    >
      {dot && (
        <span aria-hidden className="relative flex size-1.5">
          {dot === "beating" && <span className="absolute inset-0 animate-beat rounded-full bg-current motion-reduce:hidden" />}
          <span className="relative size-1.5 rounded-full bg-current" />
        </span>
      )}
      {children}
    </span>
  );
}
