import { AppError } from "../../domain/errors";

/** HTCondor says `(null)` where it finds no schedd, and CEDAR is its network layer. */
const isOutage = /\(null\)|Can't find address|CEDAR:|[Cc]ommunication error|Failed to (connect|fetch|end)|Unable to (locate|connect)|Can't connect|not running on the machine/;

export function refusal(what: string, said: string): AppError {
  if (isOutage.test(said)) return new AppError("unreachable", "HTCondor does not answer on the host (its schedd is down or out of reach). It is asked again.");
  const words = said
    .split("\n")
    .map((line) => line.trim().replace(/^(ERROR|WARNING):\s*/, ""))
    .filter((line) => line !== "")
    .join(" ")
    .slice(0, 400);
  return new AppError("remote", `${what}: ${words || "HTCondor gave no reason."}`);
}
