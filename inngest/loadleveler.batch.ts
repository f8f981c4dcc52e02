import { startLoadLevelerLab } from "@/e2e/support/labs/loadleveler";
import { batchWay } from "./testing/batch-way";

batchWay(await startLoadLevelerLab());
