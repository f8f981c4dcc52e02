import { machineName } from "../batch-machine";

/** Ports of 127.0.0.1, one for each daemon. */
export interface SlurmPorts {
  controller: number;
  accounting: number;
  database: number;
  nodes: readonly [number, number, number, number];
}

export interface SlurmSettings {
  /** Seconds for which the controller remembers ended jobs. */
  minJobAge: number;
  /** False: Slurm keeps no records. */
  accounting: boolean;
}

/** Four nodes of four cores, two of them with two GPUs that nothing stands behind; works without cgroups and systemd. */
export function slurmConfig(folder: string, ports: SlurmPorts, { minJobAge, accounting }: SlurmSettings): string {
  const base = `${folder}/slurm`;
  const node = (names: string, [first, second]: readonly [number, number], more: string) =>
    `NodeName=${names} NodeHostname=${machineName} NodeAddr=127.0.0.1 Port=${first},${second} CPUs=4 RealMemory=8000 ${more} State=UNKNOWN\n`;
  const [one, two, three, four] = ports.nodes;
  return `ClusterName=lab
SlurmctldHost=${machineName}(127.0.0.1)
SlurmctldPort=${ports.controller}
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${base}/munge.socket
StateSaveLocation=${base}/state
SlurmdSpoolDir=${base}/spool.%n
SlurmctldPidFile=${base}/slurmctld.pid
SlurmdPidFile=${base}/slurmd.%n.pid
SlurmctldLogFile=${folder}/log/slurmctld.log
SlurmdLogFile=${folder}/log/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=task=1
JobAcctGatherParams=OverMemoryKill
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SlurmdParameters=config_overrides
DefMemPerCPU=500
ReturnToService=2
MpiDefault=none
SchedulerParameters=batch_sched_delay=0,sched_interval=2,bf_interval=2,default_queue_depth=1000,nohold_on_prolog_fail
MinJobAge=${minJobAge}
KillWait=5
MessageTimeout=10
TCPTimeout=5
SlurmdTimeout=300
InactiveLimit=0
MaxArraySize=1001
MaxJobCount=20000
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
GresTypes=gpu
${accounting ? accountingConfig(base, ports) : "AccountingStorageType=accounting_storage/none\n"}${node("n[1-2]", [one, two], "Features=skylake,ib Gres=gpu:tesla:2")}${node("n[3-4]", [three, four], "Features=zen3 Weight=10")}PartitionName=debug Nodes=n[1-4] Default=YES DefaultTime=00:10:00 MaxTime=01:00:00 MaxNodes=2 PriorityTier=10 PreemptMode=OFF
PartitionName=long Nodes=n[1-2] DefaultTime=01:00:00 MaxTime=2-00:00:00 AllowAccounts=physics PriorityTier=10 PreemptMode=OFF
PartitionName=scavenger Nodes=n4 MaxTime=UNLIMITED PriorityTier=1 PreemptMode=REQUEUE
PartitionName=closed Nodes=n3 MaxTime=01:00:00 State=DOWN
`;
}

function accountingConfig(base: string, ports: SlurmPorts): string {
  return `AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=127.0.0.1
AccountingStoragePort=${ports.accounting}
AccountingStoragePass=${base}/munge.socket
AccountingStorageEnforce=associations,limits,qos
AccountingStorageTRES=gres/gpu
AccountingStoreFlags=job_comment
`;
}

/** `files`: what stands for the devices, `…/gpu[0-1]`. */
export function gresConfig(files: string): string {
  return `NodeName=n[1-2] Name=gpu Type=tesla File=${files}\n`;
}

export function slurmdbdConfig(folder: string, ports: SlurmPorts): string {
  const base = `${folder}/slurm`;
  return `DbdHost=${machineName}
DbdAddr=127.0.0.1
DbdPort=${ports.accounting}
CommunicationParameters=NoInAddrAny
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=${base}/munge.socket
PidFile=${base}/slurmdbd.pid
LogFile=${folder}/log/slurmdbd.log
StorageType=accounting_storage/mysql
StorageHost=127.0.0.1
StoragePort=${ports.database}
StorageUser=slurm
StoragePass=lab
StorageLoc=slurm_acct
`;
}
