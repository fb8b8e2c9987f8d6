import type { IncomingHttpHeaders } from 'node:http';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request that carries a cookie comes from this platform's own pages.
 * The rule is that of Go's net/http CrossOriginProtection: Sec-Fetch-Site where the browser sends it, else the
 * Origin against the Host; without either it is no browser, and no browser's cookie can be abused.
 */
export function isSameOrigin(method: string, headers: IncomingHttpHeaders): boolean {
  // A WebSocket begins with a GET, and a page of any site may open one: with the cookie it would speak both ways.
  if (safeMethods.has(method) && headers.upgrade === undefined) return true;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  if (headers.origin === undefined) return true;
  return originHost(headers.origin) === headers.host;
}

function originHost(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
