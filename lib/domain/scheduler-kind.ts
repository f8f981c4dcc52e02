/** `shell` is a plain host. */
export const schedulerKinds = ["shell", "slurm", "pbs", "torque", "sge", "lsf", "htcondor", "loadleveler", "cobalt", "flux"] as const;
export type SchedulerKind = (typeof schedulerKinds)[number];
export type BatchKind = Exclude<SchedulerKind, "shell">;

export const schedulerNames: Record<SchedulerKind, string> = {
  shell: "No batch system",
  slurm: "Slurm",
  pbs: "PBS",
  torque: "Torque",
  sge: "Grid Engine",
  lsf: "LSF",
  htcondor: "HTCondor",
  loadleveler: "LoadLeveler",
  cobalt: "Cobalt",
  flux: "Flux",
};

export function isBatchKind(kind: string): kind is BatchKind {
  return kind !== "shell" && (schedulerKinds as readonly string[]).includes(kind);
}

/** What `HostFacts.scheduler` names, such as `slurm 22.05.8`; a host with none, or with one that Sqmpy does not speak, is plain. */
export function schedulerKindOf(scheduler: string | null): SchedulerKind {
  const word = scheduler?.split(/[ -]/)[0]?.toLowerCase() ?? "";
  return isBatchKind(word) ? word : "shell";
}
