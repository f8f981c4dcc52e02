/** `attachment` with a file's own name, for any name: an ASCII form for old programs and the exact one (RFC 6266, RFC 5987). */
export function attachment(path: string): string {
  const name = safeFileName(path);
  const ascii = name.normalize("NFKD").replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_");
  const exact = encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${exact}`;
}

/** The last part of a path, without what no file system or header takes. */
export function safeFileName(path: string): string {
  const last = path.split("/").filter(Boolean).at(-1) ?? "";
  const name = last.toWellFormed().replace(/[\0-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069\\/]/g, "_").trim();
  return /^\.*$/.test(name) ? "file" : name;
}
