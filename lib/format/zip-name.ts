/**
 * A path inside a zip that no unpacker can take out of its folder: no `..`, no root, no drive, no backslash, no
 * control character. Odd characters become `_`; a name that is taken gets ` (2)`.
 */
export function makeZipName(folder: string, path: string, taken: Set<string>): string {
  const parts = path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .map((part) => {
      const clean = part.toWellFormed().replace(/[\0-\x1f\x7f\\:]/g, "_");
      return clean === ".." ? "__" : clean;
    });
  const wanted = [folder, ...(parts.length === 0 ? ["file"] : parts)].join("/");
  let name = wanted;
  for (let count = 2; taken.has(name.toLowerCase()); count++) name = withCount(wanted, count);
  taken.add(name.toLowerCase());
  return name;
}

function withCount(path: string, count: number): string {
  const [, stem = path, suffix = ""] = /^(.*[^/])(\.[^./]+)$/s.exec(path) ?? [];
  return `${stem} (${count})${suffix}`;
}
