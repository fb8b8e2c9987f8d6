import { PlatformError } from '@honeyframe/contract';

/** How far TLS goes: none, encrypted, with a certificate of a trusted authority, or with one that fits the name too. */
export type SslMode = 'disable' | 'require' | 'verify-ca' | 'verify-full';

/** A database on a PostgreSQL server, and the login for it. */
export interface ServerAddress {
  /** A name, an address, or the folder of a socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly sslmode: SslMode;
  /** PEM of the only authorities that are trusted; null: those of the platform. */
  readonly rootCertificate: string | null;
}

const POSTGRES_PORT = 5432;
const sslModes: readonly string[] = ['disable', 'require', 'verify-ca', 'verify-full'] satisfies SslMode[];

/** Throws HF_WAREHOUSE_URL; the message has no part of the URL, for that may be the password. */
export function parseServerAddress(text: string, rootCertificate: string | null = null): ServerAddress {
  // A socket's address has no host; the standard's URL wants one, and the `host` parameter beats it.
  const withHost = text.trim().replace('@/', '@localhost/');
  if (!URL.canParse(withHost)) throw refuse('it is no URL');
  const url = new URL(withHost);
  if (!['postgres:', 'postgresql:'].includes(url.protocol))
    throw refuse("it does not begin with 'postgres://'");
  const host = url.searchParams.get('host') ?? url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const database = decodeURIComponent(url.pathname.slice(1));
  const user = decodeURIComponent(url.username);
  const sslmode = url.searchParams.get('sslmode') ?? (host.startsWith('/') ? 'disable' : 'require');
  if (!host) throw refuse('it names no server');
  if (!database) throw refuse('it names no database');
  if (!user) throw refuse('it names no role');
  if (!isSslMode(sslmode)) throw refuse(`its sslmode is not one of ${sslModes.join(', ')}`);
  const port = Number(url.searchParams.get('port') ?? (url.port || POSTGRES_PORT));
  const password = decodeURIComponent(url.password);
  return { host, port, database, user, password, sslmode, rootCertificate };
}

/** Whether certificates are looked at. */
export function verifiesServer({ sslmode }: Pick<ServerAddress, 'sslmode'>): boolean {
  return sslmode === 'verify-ca' || sslmode === 'verify-full';
}

/** The URL as pages show it. */
export function describeServerAddress({ host, port, database, user, sslmode }: ServerAddress): string {
  const url = new URL(`postgres://localhost/${encodeURIComponent(database)}`);
  url.username = encodeURIComponent(user);
  if (host.startsWith('/')) url.searchParams.set('host', host);
  else url.hostname = host.includes(':') ? `[${host}]` : host;
  if (port !== POSTGRES_PORT) {
    if (host.startsWith('/')) url.searchParams.set('port', String(port));
    else url.port = String(port);
  }
  url.searchParams.set('sslmode', sslmode);
  return url.href;
}

/** Deny by default: an address inside the operator's network would otherwise be anybody's to try. Throws HF_WAREHOUSE_HOST. */
export function requireAllowedHost({ host, port }: ServerAddress, allowed: readonly string[]): void {
  const name = host.includes(':') ? `[${host}]` : host;
  const fits = allowed.some((entry) =>
    [name, `${name}:${port}`].includes(entry.startsWith('/') ? entry : entry.toLowerCase()),
  );
  if (!fits) throw new PlatformError('HF_WAREHOUSE_HOST', { host: `${name}:${port}` });
}

function isSslMode(text: string): text is SslMode {
  return sslModes.includes(text);
}

function refuse(reason: string): PlatformError {
  return new PlatformError('HF_WAREHOUSE_URL', { reason });
}
