import { startSgeLab } from "@/e2e/support/labs/sge";
import { batchWay } from "./testing/batch-way";

batchWay(await startSgeLab());
