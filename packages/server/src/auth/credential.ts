import type { IncomingHttpHeaders } from 'node:http';

/** What a request proves its caller with. */
export interface Credential {
  readonly kind: 'session' | 'token';
  readonly secret: string;
}

export const SESSION_COOKIE = 'hf_session';

const BEARER = 'Bearer ';
const cookieStart = `${SESSION_COOKIE}=`;

/** An `Authorization: Bearer` header beats the cookie, so that a script's token is never mixed with a browser's session. */
export function readCredential(headers: IncomingHttpHeaders): Credential | undefined {
  const authorization = headers.authorization;
  if (authorization?.startsWith(BEARER))
    return { kind: 'token', secret: authorization.slice(BEARER.length).trim() };
  const secret = readSessionCookie(headers.cookie);
  return secret ? { kind: 'session', secret } : undefined;
}

// On the path of every request: finds one cookie without parsing the others.
function readSessionCookie(header: string | undefined): string | undefined {
  if (!header) return undefined;
  let start = header.indexOf(cookieStart);
  while (start > 0 && header[start - 1] !== ' ' && header[start - 1] !== ';') {
    start = header.indexOf(cookieStart, start + 1);
  }
  if (start < 0) return undefined;
  const end = header.indexOf(';', start);
  return header.slice(start + cookieStart.length, end < 0 ? undefined : end);
}

/** The Set-Cookie value; Secure where TLS is in front, so that plain loopback still works. */
export function renderSessionCookie(
  secret: string,
  options: { secure: boolean; maxAgeSeconds: number },
): string {
  const parts = [
    `${cookieStart}${secret}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${options.maxAgeSeconds}`,
  ];
  if (options.secure) parts.push('Secure');
  return parts.join('; ');
}
