import type { DependencyCondition } from "@/lib/domain/task";

/** After “starts …” and in the form. */
export const conditionWords: Record<DependencyCondition, string> = {
  ok: "after it ended well",
  any: "however it ended",
  fail: "if it failed",
};
