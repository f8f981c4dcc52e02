import { startSlurmLab } from "@/e2e/support/labs/slurm";
import { batchSuite } from "./testing/batch-suite";

const lab = await startSlurmLab();

batchSuite(lab);
