import { setFlagsFromString } from "node:v8";

/**
 * V8 of Node 24 collects all garbage each time some 20 MB of buffers were made, however large the heap is
 * (https://github.com/nodejs/node/issues/61967). This has it weigh them against the whole heap, as later versions do unasked.
 */
export function collectSeldom(): void {
  setFlagsFromString("--external-memory-accounted-in-global-limit");
}
