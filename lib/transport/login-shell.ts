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
/** For a script that is all of stdin. */
const evalAll = 'eval "$(cat)"';
/** For a script with stdin of its own behind it; `read` takes single bytes, so that it takes none too many. */
const evalLine = 'IFS= read -r sqmpy; eval "$(printf %b "$sqmpy")"';

/**
 * Puts a POSIX shell script into one line that sh, bash, zsh, ksh, csh, tcsh and fish all read alike: quotes, `$`, `!`,
 * backslashes, line ends and whatever is not ASCII go as `\0ooo`, which `printf %b` turns back. `hasStdin`: something
 * for the script to read follows.
 */
export function forAnyLoginShell(script: string, hasStdin: boolean, nonce: string = randomBytes(8).toString("hex")): LoginShellCommand {
  const begin = `sqmpy-begin-${nonce}-`;
  const end = `sqmpy-end-${nonce}`;
  const whole = `trap 'printf %s ${end}; printf %s ${end} >&2' EXIT; echo ${begin}$$; echo ${begin}$$ >&2; ${script}`;
  const markers = { begin: Buffer.from(begin), end: Buffer.from(end) };
  const encoded = encode(whole);
  if (encoded.length <= argumentLimit) return { commandLine: `exec /bin/sh -c 'eval "$(printf %b "${encoded}")"'`, preface: "", markers };
  if (hasStdin) return { commandLine: `exec /bin/sh -c '${evalLine}'`, preface: `${encoded}\n`, markers };
  return { commandLine: `exec /bin/sh -c '${evalAll}'`, preface: whole, markers };
}

/** Arguments of `sh` for a script of any length, and what goes to stdin before anything else. */
export function forSh(script: string, hasStdin: boolean): { argv: string[]; preface: string } {
  if (script.length < argumentLimit) return { argv: ["-c", script], preface: "" };
  return hasStdin ? { argv: ["-c", evalLine], preface: `${encode(script)}\n` } : { argv: ["-c", evalAll], preface: script };
}

function encode(script: string): string {
  if (script.includes("\0")) throw new TypeError("A shell script cannot hold NUL.");
  return script.replace(/[^A-Za-z0-9_@%+=:,./ (){}[\]<>|&;*?#~^-]+/gu, (odd) =>
    Array.from(Buffer.from(odd, "utf8"), (byte) => `\\0${byte.toString(8).padStart(3, "0")}`).join(""),
  );
}
