import type { FastifyRequest } from 'fastify';

/**
 * Address that links in answers and mails begin with. What a client merely claims (Host, X-Forwarded-Host) could send a
 * person with their token to somebody else's site, so it does not count: the operator's HONEYFRAME_PUBLIC_URL does; else the
 * page that a signed-in browser is on, which the gate has held against this host; else where this server listens.
 */
export function findBaseAddress(request: FastifyRequest, publicUrl: string | undefined): string {
  if (publicUrl !== undefined) return publicUrl;
  const { origin, authorization } = request.headers;
  if (authorization === undefined && origin !== undefined && isWebAddress(origin)) return origin;
  return listenAddress(request);
}

export function renderInvitationLink(base: string, token: string): string {
  return new URL(`invitation/${token}`, base.endsWith('/') ? base : `${base}/`).href;
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

const everywhere: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

function listenAddress(request: FastifyRequest): string {
  const address = request.server.server.address();
  if (typeof address !== 'object' || address === null) return 'http://localhost';
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${everywhere.has(address.address) ? 'localhost' : host}:${address.port}`;
}
