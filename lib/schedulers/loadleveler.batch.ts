import { startLoadLevelerLab } from "@/e2e/support/labs/loadleveler";
import { batchSuite } from "./testing/batch-suite";

batchSuite(await startLoadLevelerLab());
