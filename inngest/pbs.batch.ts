import { startPbsLab } from "@/e2e/support/labs/pbs";
import { batchWay } from "./testing/batch-way";

batchWay(await startPbsLab());
