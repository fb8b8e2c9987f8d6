import { createHmac } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { resolveRoles } from './roles.ts';
import { ensureRuntimeRole } from './runtime-role.ts';
import type { Tables } from './schema/index.ts';

export interface OpenDatabaseOptions {
  /** `postgres://…` with the rights to create roles and schemas; a `host` query parameter may name a socket folder. */
  readonly url: string;
  /** The platform's secret; the runtime role's password is derived from it, so that every node knows it. */
  readonly secretKey: Buffer;
  /** Connections of the runtime role; 10 where it is left out. */
  readonly maxConnections?: number;
  /** Hears of connections that broke while idle; they are replaced at the next query. */
  readonly onIdleError?: (error: Error) => void;
  /** Migrates up to this one instead of the last, for a restore of an older backup. */
  readonly upTo?: string;
}

/** Schema of the platform's tables. */
export const PLATFORM_SCHEMA = 'honeyframe';

/** Opens the platform database: roles, migrations, pools. Throws HF_DATABASE_* with what to do. */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const ownerPool = createPool(options, options.url, 2);
  try {
    const { rows } = await ownerPool.query<{ name: string }>('select current_database() as name');
    const name = rows[0]?.name ?? '';
    const roles = resolveRoles(name);
    const password = createHmac('sha256', options.secretKey).update(`runtime:${name}`).digest('hex');
    await migrate(createQueries(ownerPool), PLATFORM_SCHEMA, options.upTo);
    await ensureRuntimeRole(ownerPool, { role: roles.runtime, password, schema: PLATFORM_SCHEMA });
    const pool = createPool(
      options,
      withLogin(options.url, roles.runtime, password),
      options.maxConnections ?? 10,
    );
    return {
      queries: createQueries(pool),
      ownerQueries: createQueries(ownerPool),
      pool,
      ownerUrl: options.url,
      roles,
      close: async () => {
        await Promise.all([pool.end(), ownerPool.end()]);
      },
    };
  } catch (error) {
    await ownerPool.end();
    throw error;
  }
}

function createPool(options: OpenDatabaseOptions, url: string, max: number): Pool {
  const pool = new Pool({
    connectionString: url,
    max,
    // Idle connections cost the server some 2 MB each; a quiet platform gives them back.
    idleTimeoutMillis: 30_000,
    options: `-c search_path=${PLATFORM_SCHEMA}`,
    application_name: 'honeyframe',
  });
  // One that breaks while it is lent out: its query fails, and whoever waits for that hears of it. Without a listener the
  // event would end the process.
  pool.on('connect', (client) => void client.on('error', () => {}));
  pool.on('error', (error) => {
    // The server's good-bye to a connection that is being closed is no news.
    if (!pool.ending) options.onIdleError?.(error);
  });
  return pool;
}

function createQueries(pool: Pool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** The same address with another login. */
export function withLogin(url: string, user: string, password: string): string {
  // A socket's address has no host; the standard's URL wants one, and the `host` parameter beats it.
  const parsed = new URL(url.replace('@/', '@localhost/'));
  parsed.username = encodeURIComponent(user);
  parsed.password = encodeURIComponent(password);
  return parsed.href;
}
