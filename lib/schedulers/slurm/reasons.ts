/**
 * Why a job waits, in words: Slurm's reason codes (slurm.schedmd.com/job_reason_codes.html, and the table in libslurm of 22.05 and
 * 24.11). Families such as `QOSMaxGRESPerUser` are put together from their parts.
 */
const reasons: Record<string, string> = {
  Priority: "Jobs of higher priority are before it in this partition. It starts when its turn comes.",
  Resources: "It is next, and waits until enough of what it asks for is free.",
  Dependency: "It waits for another job to end.",
  DependencyNeverSatisfied: "It will never start: the job that it waits for ended otherwise than it should. Cancel it.",
  BeginTime: "It waits for the time from which it may start.",
  JobHeldUser: "It is held by you. Release it to let it start.",
  JobHeldAdmin: "It is held by an administrator of the host; only they can release it.",
  JobHoldMaxRequeue: "It is held, since it was put back into the queue too often. Ask the host's administrators.",
  "job requeued in held state": "It was put back into the queue by an administrator, and is held. Release it to let it start again.",
  launch_failed_requeued_held: "It could not be started on its nodes, and is held. Release it to let it try again.",
  JobArrayTaskLimit: "As many tasks of this array are active as may be at a time.",
  Licenses: "It waits for a license that is in use.",
  ReqNodeNotAvail: "A node that it needs is not available: down, drained, or reserved for a maintenance. A shorter walltime may let it start before.",
  Reservation: "It waits for its reservation to begin.",
  ReservationDeleted: "Its reservation was deleted. Cancel it, and submit it without the reservation.",
  PartitionConfig: "It asks for more than its partition has, so that it cannot start. Ask for less, or choose another partition.",
  PartitionNodeLimit: "It asks for more or fewer nodes than its partition allows. Cancel it, and ask for another number.",
  PartitionTimeLimit: "Its walltime is longer than its partition allows. Cancel it, and ask for less.",
  PartitionDown: "Its partition is down: jobs wait there until the administrators open it.",
  PartitionInactive: "Its partition takes and starts no jobs now. Choose another one.",
  PartitionMaxNodes: "It asks for more nodes than its partition allows.",
  PartitionMinNodes: "It asks for fewer nodes than its partition demands.",
  NodeDown: "A node that it needs is down.",
  FrontEndDown: "No front end of the host is there to start it.",
  BadConstraints: "No node can give what it asks for. Cancel it, and ask for other features, GPUs or memory.",
  SystemFailure: "Slurm, its file system or the network failed. Ask the host's administrators.",
  JobLaunchFailure: "It could not be started on its node. The working directory may not be there, or the node is faulty.",
  NonZeroExitCode: "It ended with an exit code that is not zero.",
  TimeLimit: "It reached its walltime.",
  InactiveLimit: "It was without any activity for too long.",
  InvalidAccount: "Its account is not valid. Cancel it, and choose another account.",
  InvalidQOS: "Its QOS is not valid. Cancel it, and choose another QOS.",
  AccountNotAllowed: "Its account may not use this partition. Cancel it, and choose another account or partition.",
  QOSNotAllowed: "Its QOS may not be used with this account or partition. Cancel it, and choose another QOS.",
  AccountingPolicy: "A limit of your account or QOS is reached.",
  QOSJobLimit: "As many jobs as its QOS allows are there.",
  QOSResourceLimit: "A limit of its QOS on resources is reached.",
  QOSTimeLimit: "The time that its QOS grants is used up.",
  QOSUsageThreshold: "Your use is above what this QOS admits.",
  AssociationJobLimit: "As many jobs as your account allows are there.",
  AssociationResourceLimit: "A limit of your account on resources is reached.",
  AssociationTimeLimit: "The time that your account grants is used up. Ask who manages it for more.",
  MaxMemPerLimit: "It asks for more memory per core or node than is allowed.",
  OutOfMemory: "It used more memory than it had asked for.",
  DeadLine: "It cannot end before its deadline.",
  Prolog: "Its nodes are being made ready.",
  Cleaning: "What is left of its last start is being cleared away; then it starts again.",
  BurstBufferOperation: "An operation on its burst buffer failed.",
  BurstBufferResources: "It waits for space in the burst buffer.",
  BurstBufferStageIn: "Its files are being brought to the burst buffer.",
  FedJobLock: "The clusters of the federation decide which one starts it.",
  WaitingForScheduling: "Slurm has not looked at it yet.",
  None: "Slurm has not looked at it yet.",
  SchedDefer: "Slurm looks at it in its next round.",
};

const scopes: Record<string, string> = {
  AssocGrp: "all jobs of your account together",
  AssocMax: "your account",
  QOSGrp: "all jobs in its QOS together",
  QOSMax: "its QOS",
  QOSMin: "its QOS",
  Max: "its QOS, for each account",
};

const things: Record<string, string> = {
  BB: "burst buffer space",
  Billing: "billing units",
  CPU: "cores",
  Cpu: "cores",
  Energy: "energy",
  GRES: "GPUs or other devices",
  Jobs: "active jobs",
  License: "licenses",
  Mem: "memory",
  Memory: "memory",
  Node: "nodes",
  Submit: "jobs in the queue",
  SubmitJob: "jobs in the queue",
  SubmitJobs: "jobs in the queue",
  Unknown: "resources",
  Wall: "walltime",
  WallDuration: "walltime",
};

const waits = "It starts when other jobs have ended.";
const tooMuch = "Cancel it, and ask for less.";

/** null for a reason that says nothing. One that is not known is given as Slurm says it. */
export function reasonInWords(native: string): string | null {
  const reason = native.split(",")[0]?.trim() ?? "";
  if (reason === "" || reason === "(null)") return null;
  const known = reasons[native.trim()] ?? reasons[reason] ?? limitInWords(reason);
  if (known === null) return /\s/.test(native) ? sentence(native) : `Slurm says: ${native}.`;
  const more = native.slice(reason.length).replace(/^,\s*/, "");
  if (more === "" || reasons[native.trim()]) return known;
  const nodes = /^UnavailableNodes:(\S+)$/.exec(more)?.[1];
  return nodes ? `${known} (Not available: ${nodes}.)` : `${known} (Slurm says: ${more}.)`;
}

/** `QOSMaxGRESPerUser`: scope QOSMax, of GRES, PerUser. */
function limitInWords(reason: string): string | null {
  const match = /^(AssocGrp|AssocMax|QOSGrp|QOSMax|QOSMin|Max)([A-Z][A-Za-z]*?)(Minutes|RunMinutes)?(NotSatisfied)?(Per(?:Job|Node|User|Account))?(?:Limit)?$/.exec(reason);
  const [, scope = "", thing = "", minutes, , per] = match ?? [];
  const what = things[thing];
  const whose = scopes[scope];
  if (!what || !whose) return null;
  if (scope === "QOSMin") return `It asks for less than the least that its QOS takes: ${what}. Cancel it, and ask for more.`;
  const limit = minutes ? `${what} times minutes` : what;
  if (per === "PerJob" || per === "PerNode") return `It asks for more than ${whose} allows ${per === "PerJob" ? "a job" : "on a node"}: ${limit}. ${tooMuch}`;
  if (minutes === "Minutes" && scope.startsWith("AssocGrp")) return `The budget of ${whose} is used up: ${limit}. Ask who manages the account for more.`;
  return `The limit of ${whose}${per === "PerUser" ? ", for each person," : ""} is reached: ${limit}. ${waits}`;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${/[.!?]$/.test(trimmed) ? "" : "."}`;
}
