import { scriptLimit } from "@/lib/domain/job-spec";
import { hasWindowsLineEnds, normaliseScript } from "@/lib/domain/script";
import { formatBytes } from "@/lib/format/bytes";

export type ReadScript = { ok: true; name: string; text: string; converted: boolean } | { ok: false; problem: string };

/** Reads a chosen script as UTF-8 text with Unix line ends, or says why it cannot be one. */
export async function readScriptFile(file: Pick<File, "name" | "size" | "arrayBuffer">): Promise<ReadScript> {
  if (file.size > scriptLimit) {
    return { ok: false, problem: `“${file.name}” has ${formatBytes(file.size)}; a script can have 1 MB. Add it as an input file and call it from a short script.` };
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch (error) {
    if (error instanceof TypeError) return notText(file.name);
    throw error;
  }
  if (text.includes("\0")) return notText(file.name);
  if (text.trim() === "") return { ok: false, problem: `“${file.name}” is empty.` };
  return { ok: true, name: file.name, text: normaliseScript(text), converted: hasWindowsLineEnds(text) };
}

function notText(name: string): ReadScript {
  return { ok: false, problem: `“${name}” is not a UTF-8 text file. Add programs and data as input files and call them from a script.` };
}
