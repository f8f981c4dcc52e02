import { expect, it } from "vitest";
import { reasonInWords } from "./reasons";

it.each([
  ["Priority", /higher priority/],
  ["QOSMaxJobsPerUserLimit", "The limit of its QOS, for each person, is reached: active jobs. It starts when other jobs have ended."],
  ["QOSMaxGRESPerUser", "The limit of its QOS, for each person, is reached: GPUs or other devices. It starts when other jobs have ended."],
  ["QOSMaxCpuPerJobLimit", "It asks for more than its QOS allows a job: cores. Cancel it, and ask for less."],
  ["QOSMaxWallDurationPerJobLimit", /allows a job: walltime/],
  ["QOSGrpMemLimit", /all jobs in its QOS together is reached: memory/],
  ["QOSMinCpuNotSatisfied", /less than the least/],
  ["QOSMinGRES", /less than the least/],
  ["AssocGrpCpuLimit", /all jobs of your account together is reached: cores/],
  ["AssocGrpGRES", /GPUs or other devices/],
  ["AssocGrpCPUMinutesLimit", /budget .* is used up: cores times minutes/],
  ["AssocGrpBillingMinutes", /budget .* is used up: billing units times minutes/],
  ["AssocGrpCPURunMinutesLimit", /is reached: cores times minutes/],
  ["AssocMaxJobsLimit", /active jobs/],
  ["AssocMaxSubmitJobLimit", /jobs in the queue/],
  ["MaxGRESPerAccount", /for each account is reached: GPUs/],
  ["ReqNodeNotAvail, UnavailableNodes:n[1-3]", /not available.*\(Not available: n\[1-3\]\.\)$/],
  ["ReqNodeNotAvail, Reserved for maintenance", /shorter walltime/],
  ["ReqNodeNotAvail, May be reserved for other job", /not available.*\(Slurm says: May be reserved for other job\.\)$/],
  ["SomethingNew", "Slurm says: SomethingNew."],
  ["Nodes required for job are DOWN, DRAINED or reserved", "Nodes required for job are DOWN, DRAINED or reserved."],
])("%s", (native, words) => {
  expect(reasonInWords(native)).toEqual(typeof words === "string" ? words : expect.stringMatching(words));
});

it("says nothing of no reason", () => {
  expect(["", "(null)"].map(reasonInWords)).toEqual([null, null]);
});
