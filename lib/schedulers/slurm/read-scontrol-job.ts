import { absentSight, type QueueSight } from "../../domain/queue-sight";
import { readTime } from "./duration";
import { readSacct, sacctFields } from "./read-sacct";

/**
 * Lines of `scontrol --oneliner show job`, for hosts without accounting: the controller tells ended jobs' exit codes for some minutes.
 * They are read as rows of sacct, so that both end alike.
 */
export function readScontrolJobs(stdout: string): Map<string, QueueSight> {
  const sights = new Map<string, QueueSight>();
  for (const line of stdout.split("\n")) {
    if (!line.startsWith("JobId=")) continue;
    const field = (name: string) => new RegExp(`(?:^|\\s)${name}=(\\S*)`).exec(line)?.[1] ?? "";
    const array = field("ArrayJobId");
    const id = array === "" ? field("JobId") : `${array}_${taskOf(field("ArrayTaskId"))}`;
    const nodes = field("NodeList");
    const values: Partial<Record<(typeof sacctFields)[number], string>> = {
      JobID: id,
      State: field("JobState") === "CANCELLED" && !/^Dependency/.test(field("Reason")) ? "CANCELLED by 0" : field("JobState"),
      ExitCode: field("ExitCode"),
      Start: field("StartTime"),
      End: field("EndTime"),
      AllocCPUS: field("NumCPUs"),
      NNodes: field("NumNodes").split("-")[0],
      TimelimitRaw: "",
      NodeList: nodes === "(null)" ? "" : nodes,
    };
    for (const [each, sight] of readSacct(sacctFields.map((name) => values[name] ?? "").join("|"))) sights.set(each, named(sight, field("JobState"), readTime(field("EndTime"))));
  }
  return sights;
}

function taskOf(tasks: string): string {
  return /^\d+$/.test(tasks) ? tasks : `[${tasks}]`;
}

function named(sight: QueueSight, native: string, endedAt: Date | null): QueueSight {
  return { ...absentSight, ...sight, end: sight.end && { ...sight.end, native, endedAt }, usage: null };
}
