/** Of `jobs.seq`: `from` is in it, `below` is not. */
export interface SeqRange {
  from: number;
  below: number;
}
