"use client";

import Link from "next/link";
import type { ComponentProps, MouseEvent } from "react";
import { buttonLook, type ButtonLook } from "./button-look";
import { Spinner } from "./spinner";

type ButtonProps = ComponentProps<"button"> & ButtonLook & { pending?: boolean };

/** `type` is "button" unless said. While `pending` it keeps its focus and does nothing when pressed. */
export function Button({ variant, size, className, pending = false, type = "button", onClick, children, ...rest }: ButtonProps) {
  function press(event: MouseEvent<HTMLButtonElement>) {
    if (pending) event.preventDefault();
    else onClick?.(event);
  }

  return (
    <button
      {...rest}
      type={type}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      className={buttonLook({ variant, size, className })}
      onClick={press}
    >
      {pending && <Spinner />}
      {children}
    </button>
  );
}

type ButtonLinkProps = ComponentProps<typeof Link> & ButtonLook;

export function ButtonLink({ variant, size, className, ...rest }: ButtonLinkProps) {
  return <Link {...rest} className={buttonLook({ variant, size, className })} />;
}
