import { startCobaltLab } from "@/e2e/support/labs/cobalt";
import { batchSuite } from "./testing/batch-suite";

batchSuite(await startCobaltLab());
