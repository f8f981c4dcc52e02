import { AppError } from "../../domain/errors";

const isOutage = /commlib error|unable to (send message to|contact|connect to) qmaster|got (select|send|read) error|communication error|qmaster is (down|not)/i;

/** The error for what Grid Engine printed when it did not do as asked. */
export function refusal(what: string, said: string): AppError {
  if (isOutage.test(said)) return new AppError("unreachable", "Grid Engine does not answer on the host (its qmaster is down or out of reach). It is asked again.");
  return new AppError("remote", `${what}: ${inWords(said)}`);
}

/** qsub's own words, sge 6.2 to 8.1.9, without what it says of itself. */
function inWords(said: string): string {
  const lines = said.split("\n").filter((line) => line.trim() !== "" && !/^(Exiting\.|has pe: )/.test(line));
  const text = lines.join(" ").replace(/Unable to run job: /g, "").replace(/\b[Jj]ob (was )?rejected(: | because )(the |job )?/g, "").replace(/^(error|denied): /, "").trim().slice(0, 400);
  const environments = [...said.matchAll(/^has pe: (\S+)/gm)].map(([, name = ""]) => name);
  const pe = /requested parallel environment "([^"]+)" does not exist/.exec(said)?.[1];
  if (pe !== undefined) {
    const choice = environments.length > 0 ? `Ask for one that it has (${environments.join(", ")}), for example with the feature pe=${environments[0]}.` : "It has none, so a job has one slot.";
    return `the host has no parallel environment “${pe}”. ${choice}`;
  }
  const queue = /unknown queue "([^"]+)"/.exec(said)?.[1];
  if (queue !== undefined) return `the host has no queue “${queue}”. Choose another queue.`;
  const project = /requested project "([^"]+)" does not exist/.exec(said)?.[1];
  if (project !== undefined) return `the host has no project “${project}”. Choose another account.`;
  const resource = /unknown resource "([^"]+)"/.exec(said)?.[1];
  if (resource !== undefined) return `the host knows no resource “${resource}”. Its administrators say what it is called there.`;
  if (/no suitable queues/.test(said)) return "no queue of the host could ever give what it asks. Ask for less, or for another queue.";
  return text === "" ? "Grid Engine gave no reason." : text;
}

/** Throws unless every line is one that needs no doing: done, or about a job that is not there any more. */
export function expectDone(what: string, said: string, isFine: RegExp): void {
  const lines = said.split("\n").filter((line) => line.trim() !== "" && !isFine.test(line));
  if (lines.length > 0) throw refusal(what, lines.join("\n"));
}
