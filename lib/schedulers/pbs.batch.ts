import { startPbsLab } from "@/e2e/support/labs/pbs";
import { batchSuite } from "./testing/batch-suite";

batchSuite(await startPbsLab());
