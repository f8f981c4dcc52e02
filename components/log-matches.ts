import { useMemo } from "react";
import { findInLines, type LogLine, type LogMatch } from "@/lib/format/log-buffer";

export interface LogMatches {
  all: LogMatch[];
  byLine: ReadonlyMap<number, LogMatch[]>;
}

/** Where the query stands in the lines on the page; found again when they change. */
export function useLogMatches(lines: readonly LogLine[], query: string, ignoreCase: boolean): LogMatches {
  return useMemo(() => {
    const all = findInLines(lines, query, ignoreCase);
    const byLine = new Map<number, LogMatch[]>();
    for (const match of all) {
      const known = byLine.get(match.lineId);
      if (known) known.push(match);
      else byLine.set(match.lineId, [match]);
    }
    return { all, byLine };
  }, [lines, query, ignoreCase]);
}
