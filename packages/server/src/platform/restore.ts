import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract';
import type { FastifyBaseLogger } from 'fastify';
import { Client } from 'pg';
import {
  keyId,
  placeFolders,
  placeKey,
  requireEmptyTarget,
  restoreDatabase,
  restoredFolders,
  type StagedBackup,
  stageBackup,
} from '../backup/index.ts';
import { openDatabase, PLATFORM_SCHEMA } from '../database/index.ts';
import { createDataDir, type Settings } from '../system/index.ts';
import { createCleanup } from './cleanup.ts';
import { openStorage } from './open-storage.ts';

export interface RestoreOptions {
  readonly settings: Settings;
  /** The archive that `honeyframe backup` wrote. */
  readonly input: AsyncIterable<Buffer>;
  readonly log: FastifyBaseLogger;
}

/** What was restored. */
export interface RestoreReport {
  readonly platform_version: string;
  readonly created_at: string;
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  /** Files of plugin folders that the backup did not carry. */
  readonly skipped: readonly string[];
}

/**
 * Restores a backup into an empty DATA_DIR and database, without a running platform: all of it, or nothing. Throws
 * HF_BACKUP_TARGET_NOT_EMPTY, HF_BACKUP_UNREADABLE, HF_BACKUP_DAMAGED, HF_BACKUP_NEWER, HF_BACKUP_OTHER_KEY.
 */
export async function restore(options: RestoreOptions): Promise<RestoreReport> {
  const { settings, input } = options;
  const { data_dir: dataDir, database_url: databaseUrl } = settings;
  await requireEmptyTarget({ dataDir, databaseUrl });
  const staging = path.join(dataDir, `restore-${randomUUID()}`);
  try {
    await createDataDir(dataDir);
    await mkdir(staging, { mode: 0o700 });
    const staged = await stageBackup(input, staging);
    await restoreStaged(options, staged);
    return describeRestored(staged);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function restoreStaged(options: RestoreOptions, staged: StagedBackup): Promise<void> {
  const { data_dir: dataDir, database_url: databaseUrl } = options.settings;
  // Unpacking can take minutes; another platform may have started here meanwhile.
  await requireEmptyTarget({ dataDir, databaseUrl });
  try {
    await placeKey(staged, dataDir);
    await fillDatabase(options, staged);
    await placeFolders(staged, dataDir);
  } catch (cause) {
    await empty(dataDir, databaseUrl);
    if (cause instanceof PlatformError) throw cause;
    const context = { step: 'loading the database', reason: describe(cause) };
    throw new PlatformError('HF_BACKUP_RESTORE_FAILED', context, { cause });
  }
}

async function fillDatabase({ settings, log }: RestoreOptions, staged: StagedBackup): Promise<void> {
  const cleanup = createCleanup(log);
  try {
    const upTo = staged.about.migrations.at(-1);
    const storage = await openStorage({ settings, log, cleanup, ...(upTo !== undefined && { upTo }) });
    const { database, secretKey } = storage;
    if (keyId(secretKey) !== staged.about.key_id) throw new PlatformError('HF_BACKUP_OTHER_KEY');
    await restoreDatabase(database, staged);
    // An older backup is brought up to date by the migrations since, its rows with it.
    await (await openDatabase({ url: database.ownerUrl, secretKey })).close();
  } finally {
    await cleanup.run();
  }
}

/** Everything was empty before, so that undoing is removing. */
async function empty(dataDir: string, databaseUrl: string | undefined): Promise<void> {
  const location = path.join(dataDir, 'postgres', 'location');
  const outside = await readFile(location, 'utf8').catch(() => '');
  const folders = restoredFolders.map((name) => path.join(dataDir, name));
  for (const folder of outside.trim() ? [...folders, outside.trim()] : folders) {
    await rm(folder, { recursive: true, force: true });
  }
  if (databaseUrl === undefined) return;
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`drop schema if exists ${PLATFORM_SCHEMA} cascade`);
  await client.end();
}

function describeRestored({ about, contents }: StagedBackup): RestoreReport {
  const { platform_version, created_at, tables } = about;
  return {
    platform_version,
    created_at,
    tables: tables.length,
    rows: contents.parts.reduce((sum, { rows = 0 }) => sum + rows, 0),
    files: contents.parts.filter((part) => part.path.startsWith('files/')).length,
    skipped: contents.skipped,
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
