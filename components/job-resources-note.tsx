import type { Asked } from "./script-asks";

/** Tells that the script's own directive fills a field, or that the field stands above it. */
export function AskedNote({ asked, isEmpty }: { asked: Asked | null; isEmpty: boolean }) {
  if (!asked) return null;
  return (
    <span className={isEmpty ? "text-info" : undefined}>
      {isEmpty ? (
        <>
          <span className="font-mono text-xs">{asked.words}</span> from your script, line {asked.line}.
        </>
      ) : (
        <>
          Stands above the <span className="font-mono text-xs">{asked.words}</span> of your script&apos;s line {asked.line}.
        </>
      )}
    </span>
  );
}
