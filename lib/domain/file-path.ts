/**
 * Says what is wrong with a path of a file relative to a job's directory, or null. Blanks, quotes, newlines,
 * leading dashes and any Unicode are fine; leaving the directory is not.
 */
export function problemWithFilePath(path: string): string | null {
  if (path === "") return "A file has no name.";
  if (path.includes("\0")) return "A file name holds a NUL character.";
  if (path.startsWith("/")) return `“${path}” begins with /: give a path inside the working directory.`;
  const parts = path.split("/");
  if (parts.some((part) => part === "..")) return `“${path}” leaves the working directory.`;
  if (parts.some((part) => part === "" || part === ".")) return `“${path}” has an empty part.`;
  if (parts[0] === ".sqmpy") return "The folder .sqmpy is Sqmpy's own: choose another name.";
  if (parts.some((part) => new TextEncoder().encode(part).length > 255)) return `“${path.slice(0, 40)}…” is longer than 255 bytes.`;
  return null;
}

/** Paths that cannot lie together in one directory, or not beside those `taken`: each with what is wrong. */
export function* problemsAmongPaths<File extends { path: string }>(taken: readonly string[], files: readonly File[]): Generator<File & { problem: string }> {
  const all = new Set([...taken, ...files.map(({ path }) => path)]);
  const seen = new Set(taken);
  for (const file of files) {
    const { path } = file;
    if (seen.has(path)) yield { ...file, problem: `“${path}” is there twice: rename or remove one.` };
    seen.add(path);

    const parts = path.split("/");
    const parent = parts.map((_, index) => parts.slice(0, index).join("/")).find((folder) => all.has(folder));
    if (parent) yield { ...file, problem: `“${parent}” is a file already, so it cannot be a folder too: rename one.` };
  }
}
