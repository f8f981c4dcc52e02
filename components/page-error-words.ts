/** Reads what reached an error page: `outdated` when an old page met a newer server, `digest` as the server's log has it. */
export function readPageError(error: unknown): { outdated: boolean; digest: string | null } {
  if (!(error instanceof Error)) return { outdated: false, digest: null };
  const digest = "digest" in error && typeof error.digest === "string" ? error.digest : null;
  const outdated = /Failed to find Server Action|Server Action .* was not found|Loading chunk .* failed|ChunkLoadError/i.test(`${error.name} ${error.message}`);
  return { outdated, digest };
}
