import { startHtcondorLab } from "@/e2e/support/labs/htcondor";
import { batchWay } from "./testing/batch-way";

batchWay(await startHtcondorLab());
