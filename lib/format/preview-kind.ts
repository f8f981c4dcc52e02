import type { JobFileKind } from "../domain/job-file";

export type PreviewKind = "image" | "table" | "json" | "markdown" | "text" | "other";

/** Types that a browser is told; nothing of a job is ever served as HTML. */
const imageTypes: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  svg: "image/svg+xml",
};

const packed = new Set("zip gz tgz bz2 xz zst 7z rar tar npz npy h5 hdf5 pkl pickle parquet pdf mp4 bin o so a exe whl jar sqlite db pt pth onnx nc mat".split(" "));

export function suffixOf(path: string): string {
  return /\.([A-Za-z0-9]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
}

/** The image type a file is shown as, by its suffix; null for others. */
export function imageTypeOf(path: string): string | null {
  return imageTypes[suffixOf(path)] ?? null;
}

/** How a file may be shown, by its name alone. */
export function previewKindOf(path: string, kind: JobFileKind): PreviewKind {
  if (kind === "stdout" || kind === "stderr") return "text";
  const suffix = suffixOf(path);
  if (imageTypes[suffix]) return "image";
  if (suffix === "csv" || suffix === "tsv") return "table";
  if (suffix === "json") return "json";
  if (suffix === "md" || suffix === "markdown") return "markdown";
  return packed.has(suffix) ? "other" : "text";
}

/** True for bytes that read as text: no NUL, and hardly anything that is no UTF-8. */
export function looksLikeText(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 8_192);
  if (sample.includes(0)) return false;
  const text = new TextDecoder().decode(sample);
  const odd = text.match(/[\uFFFD\u0001-\u0008\u000e-\u001a]/g)?.length ?? 0;
  return odd <= text.length / 20;
}
