import type { QueueOffers } from "../../domain/queue-offers";
import { pool } from "./directives";

/** Slots that are parts of others are left out; equal machines are one line. */
export const offersCommand = `
condor_version || exit
echo '-- machines'
machines=$(condor_status -constraint 'SlotType =!= "Dynamic"' -af Machine TotalSlotCpus TotalSlotMemory 'TotalSlotGPUs ?: 0' 'GPUs_DeviceName ?: "-"') || exit
printf '%s\\n' "$machines" | awk 'NF > 4 { key = $2 " " $3 " " $4; for (at = 5; at <= NF; at++) key = key " " $at; count[key]++ } END { for (key in count) print count[key], key }'
echo '-- history'
command -v condor_history
:
`.trim();

/** The pool as one queue: a job takes a part of one of its machines. */
export function readOffers(stdout: string, now: Date): QueueOffers {
  const [version = "", rest = ""] = stdout.split("-- machines\n");
  const [machines = "", history = ""] = rest.split("-- history\n");
  const shapes = machines.split("\n").flatMap((line) => {
    const match = /^(\d+) (\d+) (\d+) (\d+) (.*)$/.exec(line.trim());
    return match ? [{ count: Number(match[1]), cores: Number(match[2]), memory: Number(match[3]), gpus: Number(match[4]), device: match[5] ?? "-" }] : [];
  });
  const most = (numbers: number[]) => (numbers.length > 0 ? Math.max(...numbers) : null);
  return {
    scheduler: "htcondor",
    version: /\$CondorVersion: (\S+)/.exec(version)?.[1] ?? "unknown",
    checkedAt: now.toISOString(),
    queues: [
      {
        name: pool,
        isDefault: true,
        isOpen: shapes.length > 0,
        note: shapes.length > 0 ? null : "No machine is in it now.",
        maxWalltimeSeconds: null,
        defaultWalltimeSeconds: null,
        minNodes: null,
        maxNodes: 1,
        nodes: shapes.reduce((sum, { count }) => sum + count, 0),
        coresPerNode: most(shapes.map(({ cores }) => cores)),
        memoryPerNode: most(shapes.map(({ memory }) => memory * 1024 ** 2)),
        gpusPerNode: most(shapes.map(({ gpus }) => gpus)),
        gpuTypes: [...new Set(shapes.map(({ device }) => device).filter((device) => device !== "-"))],
        features: [],
        accounts: null,
        qos: null,
      },
    ],
    accounts: [],
    defaultAccount: null,
    qos: [],
    reservations: [],
    maxArraySize: null,
    hasAccounting: history.trim() !== "",
  };
}
