import { startFluxLab } from "@/e2e/support/labs/flux";
import { batchWay } from "./testing/batch-way";

batchWay(await startFluxLab());
