import { startCobaltLab } from "@/e2e/support/labs/cobalt";
import { batchWay } from "./testing/batch-way";

batchWay(await startCobaltLab());
