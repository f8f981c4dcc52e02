import { startTorqueLab } from "@/e2e/support/labs/torque";
import { batchWay } from "./testing/batch-way";

batchWay(await startTorqueLab());
