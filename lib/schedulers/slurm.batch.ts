import { isLab } from "@/e2e/support/batch-lab";
import { startSlurmLab } from "@/e2e/support/labs/slurm";
import { batchSuite } from "./testing/batch-suite";
import { slurmStatesSuite } from "./testing/slurm-states-suite";

const lab = await startSlurmLab();

batchSuite(lab);
if (isLab(lab)) slurmStatesSuite(lab);
