import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { createDatabase } from '../../database/embedded/create-database.ts';
import { startEmbeddedPostgres } from '../../database/embedded/index.ts';
import { withLogin } from '../../database/open-database.ts';

export const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** A PostgreSQL server of its own, reached by TCP as an organisation's would be. */
export interface WarehouseServer {
  /** `host:port`, as an operator allows it. */
  readonly host: string;
  /** Makes a database, and a login that may create roles and schemas there and is no superuser. */
  createDatabase(): Promise<WarehouseDatabase>;
  stop(): Promise<void>;
}

export interface WarehouseDatabase {
  /** For the platform. */
  readonly url: string;
  /** For the test, as a superuser. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

export async function startWarehouseServer(): Promise<WarehouseServer> {
  await using folder = await createServerFolder();
  const postgres = await startEmbeddedPostgres({ dataDir: folder.path, log: quiet, durability: 'off' });
  const proxy = await openDoor(postgres.url);
  const address = proxy.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const databases = openDatabases(postgres.url, { port, sslmode: 'disable' });
  const rest = folder.move();
  return {
    host: `127.0.0.1:${port}`,
    createDatabase: databases.create,
    stop: async () => {
      await databases.close();
      proxy.close();
      await postgres.stop();
      await rest[Symbol.asyncDispose]();
    },
  };
}

/** A data directory that the account of the database may enter. */
export async function createServerFolder() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-other-'));
  const stack = new AsyncDisposableStack();
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o711);
  return {
    path: folder,
    /** Whoever takes it removes it. */
    move: () => stack.move(),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Databases of a server, as its superuser makes them. */
export function openDatabases(
  serverUrl: string,
  { port, sslmode }: { readonly port: number; readonly sslmode: string },
) {
  const clients = new Set<pg.Client>();
  const create = async (): Promise<WarehouseDatabase> => {
    const name = `w${randomUUID().replaceAll('-', '').slice(0, 12)}`;
    const client = new pg.Client({ connectionString: await createDatabase(serverUrl, name) });
    await client.connect();
    clients.add(client);
    await client.query(
      `create role ${name} login createrole password 'p@ss/word'; grant create on database ${name} to ${name}`,
    );
    const login = `${name}:${encodeURIComponent('p@ss/word')}`;
    return {
      url: `postgres://${login}@127.0.0.1:${port}/${name}?sslmode=${sslmode}`,
      query: async (sql, values = []) => (await client.query(sql, [...values])).rows,
    };
  };
  const close = async () => {
    for (const client of clients) await client.end();
  };
  return { create, close };
}

/** The embedded server listens on a socket of the file system alone. */
async function openDoor(url: string): Promise<Server> {
  const { host, port } = new pg.Client({ connectionString: withLogin(url, 'nobody', '') });
  const server = createServer((inside) => {
    const outside = createConnection(path.join(host, `.s.PGSQL.${port}`));
    inside.pipe(outside).pipe(inside);
    for (const [one, other] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
