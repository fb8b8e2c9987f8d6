import type { FastifyBaseLogger } from 'fastify';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../database/embedded/index.ts';
import { type Database, openDatabase } from '../database/index.ts';
import { type DataDir, loadSecretKey, openDataDir, type Settings } from '../system/index.ts';
import type { Cleanup } from './cleanup.ts';

/** Where the platform keeps what it must not lose. */
export interface Storage {
  readonly dataDir: DataDir;
  readonly database: Database;
  readonly secretKey: Buffer;
  /** Where the embedded database lives when its account cannot enter DATA_DIR. */
  readonly databaseFolder: string | undefined;
}

export interface OpenStorageOptions {
  readonly settings: Settings;
  readonly log: FastifyBaseLogger;
  readonly cleanup: Cleanup;
  /** Migrates the database up to this one only, for a restore of an older backup. */
  readonly upTo?: string;
}

/** Locks DATA_DIR, starts or reaches PostgreSQL and migrates it. */
export async function openStorage(options: OpenStorageOptions): Promise<Storage> {
  const { settings, log, cleanup, upTo } = options;
  const dataDir = await openDataDir({ dataDir: settings.data_dir });
  cleanup.add('data directory', async () => dataDir.close());
  const secretKey = await loadSecretKey({ secretsFolder: dataDir.secrets, configured: settings.secret_key });
  const own = settings.database_url ? undefined : await startOwnPostgres(dataDir, log, cleanup);
  const database = await openDatabase({
    url: settings.database_url ?? own?.url ?? '',
    secretKey,
    ...(upTo !== undefined && { upTo }),
    onIdleError: ({ message }) =>
      log.warn({ reason: message }, 'a database connection broke; it will be replaced'),
  });
  cleanup.add('database', () => database.close());
  const databaseFolder = own?.outsideDataDir ? own.dataFolder : undefined;
  return { dataDir, database, secretKey, databaseFolder };
}

async function startOwnPostgres(
  dataDir: DataDir,
  log: FastifyBaseLogger,
  cleanup: Cleanup,
): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir: dataDir.path, log });
  cleanup.add('embedded PostgreSQL', () => postgres.stop());
  return postgres;
}
