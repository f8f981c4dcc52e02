import { AppError } from "@/lib/domain/errors";
import type { RawResult } from "./ssh-exec";

/** What a command that moves files said when it failed, in words. */
export function refused({ stderr, exitCode }: Pick<RawResult, "stderr" | "exitCode">, doing: string, path: string): AppError {
  const said = stderr.toString("utf8").trim().slice(0, 300);
  if (/no such file|not found|nonexistent|does not exist/i.test(said) && exitCode !== 127) {
    return new AppError("not_found", `There is no “${path}” on the host.`, { facts: { path } });
  }
  const why = /permission denied/i.test(said) ? "permission denied" : said || `exit code ${exitCode ?? "none"}`;
  return new AppError("remote", `The host could not ${doing} “${path}” (${why}).`, { facts: { path } });
}
