import type { Attempt } from "../services";

/** At most 12 letters and digits: some batch systems cut longer names. */
export function nonceOf(attempt: Pick<Attempt, "nonce">): string {
  return attempt.nonce.slice(0, 12);
}
