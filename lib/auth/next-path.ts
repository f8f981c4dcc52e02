/** Where to go after signing in: a path of this site, else the jobs. */
export function safeNextPath(wished: string | null | undefined): string {
  const home = "/jobs";
  if (!wished?.startsWith("/") || /^\/[/\\]|[\0-\x1f\\]/.test(wished)) return home;

  const base = "http://here.invalid";
  if (!URL.canParse(wished, base)) return home;
  const url = new URL(wished, base);
  if (url.origin !== base || /^\/(sign-in|register|setup|api)(\/|$)/.test(url.pathname)) return home;

  url.searchParams.delete("_rsc");
  return `${url.pathname}${url.search}${url.hash}`;
}

/** The sign-in page that leads back to `path`. */
export function signInPath(path: string | null | undefined): string {
  const next = safeNextPath(path);
  return next === "/jobs" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`;
}
