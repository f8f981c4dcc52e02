const loopbackName = /^(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The name of a Host header or an origin's host, lower case, without its port. */
function nameOf(host: string): string {
  return host.trim().toLowerCase().replace(/:\d+$/, "");
}

/**
 * Whether a request's Host header names this computer or the public address. A page elsewhere that makes its own
 * name point here (DNS rebinding) arrives with that name.
 */
export function isAllowedHost(host: string | undefined, publicUrl: string): boolean {
  if (!host) return false;
  const name = nameOf(host);
  return loopbackName.test(name) || name === nameOf(new URL(publicUrl).host);
}

/** Whether a request that changes something comes from Sqmpy's own pages, or from no page at all (curl, a script). */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  return new URL(origin).host === host?.trim().toLowerCase();
}
