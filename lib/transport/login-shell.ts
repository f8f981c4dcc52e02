import { randomBytes } from "node:crypto";

/**
 * Printed before and after the answer, on stdout and stderr, so that what login scripts print can be told from it.
 * The process id of the shell, which leads its process group, and a line end follow `begin`.
 */
export interface Markers {
  begin: Buffer;
  end: Buffer;
}

export interface LoginShellCommand {
  commandLine: string;
  /** Goes to stdin before anything else. */
  preface: string;
  markers: Markers;
}

/** Linux takes 128 KiB in one argument; a longer script goes in by stdin. */
const argumentLimit = 60_000;

/**
 * Puts a POSIX shell script into one line that sh, bash, zsh, ksh, csh, tcsh and fish all read alike: quotes, `$`, `!`,
 * backslashes, line ends and whatever is not ASCII go as `\0ooo`, which `printf %b` turns back.
 */
export function forAnyLoginShell(script: string, nonce: string = randomBytes(8).toString("hex")): LoginShellCommand {
  const begin = `sqmpy-begin-${nonce}-`;
  const end = `sqmpy-end-${nonce}`;
  const whole = `trap 'printf %s ${end}; printf %s ${end} >&2' EXIT; echo ${begin}$$; echo ${begin}$$ >&2; ${script}`;
  const encoded = encode(whole);
  const isLong = encoded.length > argumentLimit;
  return {
    commandLine: isLong
      ? `exec /bin/sh -c 'IFS= read -r sqmpy; eval "$(printf %b "$sqmpy")"'`
      : `exec /bin/sh -c 'eval "$(printf %b "${encoded}")"'`,
    preface: isLong ? `${encoded}\n` : "",
    markers: { begin: Buffer.from(begin), end: Buffer.from(end) },
  };
}

function encode(script: string): string {
  if (script.includes("\0")) throw new TypeError("A shell script cannot hold NUL.");
  return script.replace(/[^A-Za-z0-9_@%+=:,./ (){}[\]<>|&;*?#~^-]+/gu, (odd) =>
    Array.from(Buffer.from(odd, "utf8"), (byte) => `\\0${byte.toString(8).padStart(3, "0")}`).join(""),
  );
}
