import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { ClientConfig } from 'pg';
import { type ServerAddress, verifiesServer } from './server-address.ts';

export interface Login {
  readonly user: string;
  readonly password: string;
}

export interface SessionOptions {
  /** What the server's list of sessions shows. */
  readonly application: string;
  readonly statementSeconds: number;
  /** Where names without a schema are looked for. */
  readonly searchPath?: string | undefined;
}

const CONNECT_SECONDS = 10;

/** How the platform itself connects. */
export function createClientConfig(
  address: ServerAddress,
  login: Login,
  options: SessionOptions,
): ClientConfig {
  const { host, port, database } = address;
  return {
    ...{ host, port, database, ...login },
    ssl: describeTls(address),
    connectionTimeoutMillis: CONNECT_SECONDS * 1000,
    application_name: options.application,
    options: toSettings(options),
  };
}

/** As libpq means the modes. */
function describeTls({ sslmode, rootCertificate }: ServerAddress): ClientConfig['ssl'] {
  if (sslmode === 'disable') return false;
  if (sslmode === 'require') return { rejectUnauthorized: false };
  return {
    ...(rootCertificate !== null && { ca: rootCertificate }),
    ...(sslmode === 'verify-ca' && { checkServerIdentity: () => undefined }),
  };
}

/** As libpq names it. */
export type LibpqConnection = Readonly<Record<string, string | number>> & {
  readonly host: string;
  readonly port: number;
};

/**
 * How dbt connects. The name is resolved here: where dbt runs there is no resolver, and a name may change its mind. Of
 * several addresses libpq tries one after the other.
 */
export async function createLibpqConnection(
  address: ServerAddress,
  login: Login,
  options: SessionOptions & { readonly authoritiesFile: string },
): Promise<LibpqConnection> {
  const { host, port, database, sslmode } = address;
  return {
    ...{ port, dbname: database, ...login, sslmode, ...(await locate(host)) },
    ...(verifiesServer(address) && { sslrootcert: options.authoritiesFile }),
    connect_timeout: CONNECT_SECONDS,
    application_name: options.application,
    // It would read files of the account.
    gssencmode: 'disable',
    options: toSettings(options),
  };
}

async function locate(host: string): Promise<{ readonly host: string; readonly hostaddr?: string }> {
  if (host.startsWith('/')) return { host };
  if (isIP(host)) return { host, hostaddr: host };
  const found = await lookup(host, { all: true });
  return { host: found.map(() => host).join(','), hostaddr: found.map(({ address }) => address).join(',') };
}

/**
 * The last one ends a query a second after its client is gone, killed or cut off, whoever else cleans up; PostgreSQL
 * has it since version 14.
 */
function toSettings({ statementSeconds, searchPath }: SessionOptions): string {
  const settings: Record<string, string | number> = {
    statement_timeout: statementSeconds * 1000,
    ...(searchPath !== undefined && { search_path: searchPath }),
    timezone: 'UTC',
    // A cursor is read to its end here.
    cursor_tuple_fraction: 1,
    client_connection_check_interval: 1000,
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}
