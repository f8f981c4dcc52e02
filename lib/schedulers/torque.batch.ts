import { startTorqueLab } from "@/e2e/support/labs/torque";
import { batchSuite } from "./testing/batch-suite";

batchSuite(await startTorqueLab());
