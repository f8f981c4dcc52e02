import Papa from "papaparse";
import { suffixOf } from "./preview-kind";

export interface Table {
  /** The first row. */
  head: string[];
  rows: string[][];
  /** Rows that were read and are not in `rows`. */
  hidden: number;
  /** Columns beyond the first 100. */
  hiddenColumns: number;
}

export const tableRows = 200;
const tableColumns = 100;

/** Reads CSV or TSV (RFC 4180 and its relatives; the separator is guessed). `isCut`: the text ends in the middle, so its last row is left out. */
export function readTable(path: string, text: string, isCut: boolean): Table {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), {
    delimiter: suffixOf(path) === "tsv" ? "\t" : "",
    skipEmptyLines: true,
  });
  const rows = isCut && data.length > 1 ? data.slice(0, -1) : data;
  const width = rows[0]?.length ?? 0;
  const [head = [], ...body] = rows.map((row) => row.slice(0, tableColumns));
  return { head, rows: body.slice(0, tableRows), hidden: Math.max(0, body.length - tableRows), hiddenColumns: Math.max(0, width - tableColumns) };
}
