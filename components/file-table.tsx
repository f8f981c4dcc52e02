import type { Table } from "@/lib/format/read-table";

/** The first rows of a table of values. `isCut`: the file goes on beyond what was read. */
export function FileTable({ table, isCut, label }: { table: Table; isCut: boolean; label: string }) {
  const { head, rows, hidden, hiddenColumns } = table;
  const numeric = head.map((_, column) => rows.length > 0 && rows.slice(0, 20).every((row) => (row[column] ?? "") === "" || isNumber(row[column])));
  if (head.length === 0) return <p className="px-4 py-8 text-center text-sm text-ink-faint">The file is empty.</p>;

  return (
    <>
      <div tabIndex={0} role="region" aria-label={label} className="max-h-[70dvh] overflow-auto outline-offset-[-2px]">
        <table className="w-max min-w-full border-collapse text-[0.8125rem]">
          <thead>
            <tr>
              <th scope="col" className="sticky top-0 left-0 z-20 border-b border-line bg-raised px-3 py-2 text-right font-normal text-ink-faint">
                <span className="sr-only">Row</span>
              </th>
              {head.map((cell, index) => (
                <th key={index} scope="col" className={`sticky top-0 z-10 max-w-md truncate border-b border-line bg-raised px-3 py-2 font-semibold text-ink last:w-full ${numeric[index] ? "text-right last:text-left" : "text-left"}`}>
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index} className="border-b border-line last:border-0 hover:bg-hover">
                <td className="sticky left-0 bg-surface px-3 py-1.5 text-right text-ink-faint tabular-nums select-none">{index + 1}</td>
                {head.map((_, column) => (
                  <td key={column} title={row[column]} className={`max-w-md truncate px-3 py-1.5 ${numeric[column] ? "text-right tabular-nums last:text-left" : ""}`}>
                    {row[column]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {(hidden > 0 || isCut || hiddenColumns > 0) && (
        <p className="border-t border-line px-4 py-3 text-[0.8125rem] text-ink-soft">
          {(hidden > 0 || isCut) && `The first ${rows.length} rows; ${isCut ? "at least " : ""}${hidden.toLocaleString("en")} more are not shown. `}
          {hiddenColumns > 0 && `${hiddenColumns.toLocaleString("en")} columns are not shown. `}
          The download has all.
        </p>
      )}
    </>
  );
}

function isNumber(cell: string | undefined): boolean {
  return cell !== undefined && cell.trim() !== "" && Number.isFinite(Number(cell));
}
