import { startFluxLab } from "@/e2e/support/labs/flux";
import { batchSuite } from "./testing/batch-suite";

batchSuite(await startFluxLab());
