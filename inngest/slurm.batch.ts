import { startSlurmLab } from "@/e2e/support/labs/slurm";
import { batchWay } from "./testing/batch-way";

batchWay(await startSlurmLab());
