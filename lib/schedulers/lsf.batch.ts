import { startLsfLab } from "@/e2e/support/labs/lsf";
import { batchSuite } from "./testing/batch-suite";

batchSuite(await startLsfLab());
