/**
 * True when a request comes from Sqmpy's own pages, or from a program that is no browser. Browsers say it in
 * `Sec-Fetch-Site`; on plain http they only send `Origin`, which must then name the host asked or the public address.
 */
export function isSameOrigin(headers: Headers, publicUrl: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";

  const origin = headers.get("origin");
  if (origin === null) return true;
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return [headers.get("host"), headers.get("x-forwarded-host"), new URL(publicUrl).host].includes(host);
}
