import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract';
import { Client } from 'pg';
import { PLATFORM_SCHEMA } from '../../database/index.ts';

export interface RestoreTarget {
  /** Absolute. */
  readonly dataDir: string;
  /** Undefined for the embedded PostgreSQL, which lies in DATA_DIR. */
  readonly databaseUrl: string | undefined;
}

/** Folders that hold what cannot be made again. Caches and the Python environment may be there already. */
export const restoredFolders = ['store', 'warehouse', 'plugins', 'secrets', 'postgres'] as const;

/** Throws HF_BACKUP_TARGET_NOT_EMPTY: a restore replaces nothing. */
export async function requireEmptyTarget({ dataDir, databaseUrl }: RestoreTarget): Promise<void> {
  for (const name of restoredFolders) {
    const folder = path.join(dataDir, name);
    if (!(await isEmpty(folder))) throw notEmpty(`the folder '${folder}'`);
  }
  if (databaseUrl !== undefined) await requireEmptyDatabase(databaseUrl);
}

async function isEmpty(folder: string): Promise<boolean> {
  const entries = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlatformError('HF_SYSTEM_DATA_DIR_UNUSABLE', { data_dir: folder, reason }, { cause: error });
  });
  return entries.length === 0;
}

async function requireEmptyDatabase(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  try {
    await client.connect();
    const { rows } = await client.query<{ nspname: string }>(
      `select nspname from pg_namespace where nspname = $1 or nspname like 'plugin\\_%'`,
      [PLATFORM_SCHEMA],
    );
    if (rows[0]) throw notEmpty(`the database with its schema '${rows[0].nspname}'`);
  } catch (cause) {
    if (cause instanceof PlatformError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PlatformError('HF_DATABASE_UNREACHABLE', { reason }, { cause });
  } finally {
    await client.end();
  }
}

function notEmpty(what: string): PlatformError {
  return new PlatformError('HF_BACKUP_TARGET_NOT_EMPTY', { what });
}
