/** One measured thing. `peer` and `ratio` (ours / peer) are null where nothing comparable exists. */
export interface Figure {
  ours: number;
  peer: number | null;
  ratio: number | null;
  unit: "s" | "ms" | "MB" | "per hour";
}

export interface Measured {
  name: string;
  figure: Figure;
  /** What was measured, against what. */
  what: string;
  /** How it grows: size in words, and the figure's value there, in its unit. */
  growth: { size: string; ours: number; peer: number | null }[];
}

export function figureOf(unit: Figure["unit"], ours: number, peer: number | null = null): Figure {
  return { ours: round(ours), peer: peer === null ? null : round(peer), ratio: peer === null ? null : round(ours / peer), unit };
}

export function round(value: number): number {
  return Number(value.toPrecision(4));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Rows with columns as wide as their widest cell. */
export function tableOf(measured: readonly Measured[]): string {
  const rows = [["figure", "ours", "peer", "ours/peer", "unit", "what"]];
  for (const { name, figure, what, growth } of measured) {
    rows.push([name, cell(figure.ours), cell(figure.peer), cell(figure.ratio), figure.unit, what]);
    for (const step of growth) rows.push([`  at ${step.size}`, cell(step.ours), cell(step.peer), "", "", ""]);
  }
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  ").trimEnd()).join("\n");
}

function cell(value: number | null): string {
  return value === null ? "–" : String(round(value));
}
