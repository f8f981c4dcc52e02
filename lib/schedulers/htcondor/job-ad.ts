import { z } from "zod";

/** What is asked of a job's ClassAd; each is absent while HTCondor has not set it. An expression comes as `/Expr(…)/`, and counts as absent. */
const number = z.number().nullable().optional().catch(undefined);
const text = z.string().nullable().optional().catch(undefined);

const jobAd = z.object({
  ClusterId: z.number(),
  JobStatus: z.number(),
  SqmpyTask: number,
  SqmpyWalltime: number,
  LastJobStatus: number,
  NumJobStarts: number,
  QDate: number,
  JobCurrentStartDate: number,
  JobCurrentStartExecutingDate: number,
  CompletionDate: number,
  EnteredCurrentStatus: number,
  ExitCode: number,
  ExitBySignal: z.boolean().nullable().optional().catch(undefined),
  ExitSignal: number,
  HoldReason: text,
  HoldReasonCode: number,
  LastHoldReason: text,
  LastHoldReasonCode: number,
  RemoveReason: text,
  VacateReason: text,
  LastRejMatchReason: text,
  RemoteHost: text,
  LastRemoteHost: text,
  RemoteWallClockTime: number,
  RemoteUserCpu: number,
  RemoteSysCpu: number,
  ResidentSetSize: number,
  RequestCpus: number,
  RequestMemory: number,
  RequestGPUs: number,
  GPUsAverageUsage: number,
});
export type JobAd = z.infer<typeof jobAd>;

export const attributes = Object.keys(jobAd.shape).join(",");

/** `condor_q -json` prints nothing at all where there is nothing; `condor_history -json` prints an empty list. */
export function readJobAds(json: string): JobAd[] {
  const trimmed = json.trim();
  return trimmed === "" ? [] : z.array(jobAd).parse(JSON.parse(trimmed));
}
