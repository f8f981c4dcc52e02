import { startLsfLab } from "@/e2e/support/labs/lsf";
import { batchWay } from "./testing/batch-way";

batchWay(await startLsfLab());
