import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract';
import { sql } from 'kysely';
import { type Queries, quoteIdentifier } from '../../database/index.ts';
import { recordOwnership } from './ledger.ts';
import { ensurePluginSchema, type PluginSchemaNames, secureTables } from './plugin-schema.ts';
import { findTransactionControl } from './transaction-control.ts';

export interface PluginMigrationsOptions {
  readonly plugin: string;
  /** Absolute path of the folder of SQL files. */
  readonly folder: string;
  readonly names: PluginSchemaNames;
}

/** One SQL file of a plugin. */
export interface MigrationFile {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/**
 * Applies the plugin's SQL files that are new, in order of their names, within the caller's transaction and under the
 * role that owns the plugin's schema. Throws HF_MIGRATION_CHANGED or HF_MIGRATION_FAILED; then nothing is kept.
 */
export async function applyMigrations(queries: Queries, options: PluginMigrationsOptions): Promise<void> {
  const { plugin, names } = options;
  const files = await readMigrations(options.folder);
  if (files.length === 0) return;
  const applied = await loadApplied(queries, plugin);
  for (const file of files) requireUnchanged(plugin, file, applied.get(file.name));
  const fresh = files.filter((file) => !applied.has(file.name));
  if (fresh.length === 0) return;
  await ensurePluginSchema(queries, names);
  for (const file of fresh) await applyMigration(queries, options, file);
  await secureTables(queries, names);
  await recordOwnership(queries, plugin, [
    { kind: 'schema', name: names.schema },
    { kind: 'role', name: names.owner },
    { kind: 'role', name: names.user },
    ...fresh.map((file) => ({ kind: 'migration' as const, name: file.name })),
  ]);
}

/** The SQL files of a folder in the order in which they are applied. */
export async function readMigrations(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder))
    .filter((name) => name.endsWith('.sql') && !name.endsWith('.down.sql'))
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(folder, name), 'utf8');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

async function loadApplied(queries: Queries, plugin: string): Promise<Map<string, string>> {
  const rows = await queries
    .selectFrom('plugin_migrations')
    .select(['file', 'checksum'])
    .where('plugin', '=', plugin)
    .execute();
  return new Map(rows.map((row) => [row.file, row.checksum]));
}

function requireUnchanged(plugin: string, file: MigrationFile, checksum: string | undefined): void {
  if (checksum === undefined || checksum === file.checksum) return;
  throw new PlatformError('HF_MIGRATION_CHANGED', { plugin, file: file.name });
}

async function applyMigration(
  queries: Queries,
  { plugin, names }: PluginMigrationsOptions,
  file: MigrationFile,
): Promise<void> {
  await runMigration(queries, { plugin, names }, file);
  await queries
    .insertInto('plugin_migrations')
    .values({ plugin, file: file.name, checksum: file.checksum, statements: file.text })
    .execute();
}

/** A down file, by the name of the migration that it takes back. */
export interface UndoneMigration {
  readonly name: string;
  readonly text: string;
}

/** Takes migrations back in the order given. Throws HF_MIGRATION_FAILED; then nothing is undone. */
export async function undoMigrations(
  queries: Queries,
  { plugin, names }: Pick<PluginMigrationsOptions, 'plugin' | 'names'>,
  files: readonly UndoneMigration[],
): Promise<void> {
  for (const file of files) {
    await runMigration(queries, { plugin, names }, file);
    await queries
      .deleteFrom('plugin_migrations')
      .where('plugin', '=', plugin)
      .where('file', '=', file.name)
      .execute();
    await queries
      .deleteFrom('plugin_ledger')
      .where('plugin', '=', plugin)
      .where('kind', '=', 'migration')
      .where('name', '=', file.name)
      .execute();
  }
}

/** Makes a plugin's schema again from the statements that were recorded when they ran, for a restore. */
export async function replayMigrations(
  queries: Queries,
  { plugin, names }: { plugin: string; names: PluginSchemaNames },
): Promise<void> {
  const files = await queries
    .selectFrom('plugin_migrations')
    .select(['file as name', 'statements as text'])
    .where('plugin', '=', plugin)
    .orderBy('applied_at')
    .orderBy('file')
    .execute();
  await ensurePluginSchema(queries, names);
  for (const file of files) await runMigration(queries, { plugin, names }, file);
  await secureTables(queries, names);
}

/** A file of SQL, from the folder or from the record of what was applied. */
interface StoredStatements {
  readonly name: string;
  readonly text: string;
}

async function runMigration(
  queries: Queries,
  { plugin, names }: { plugin: string; names: PluginSchemaNames },
  file: StoredStatements,
): Promise<void> {
  try {
    requireOneTransaction(file);
    const before = await readTransaction(queries);
    await sql
      .raw(
        `set local role ${quoteIdentifier(names.owner)}; set local search_path = ${quoteIdentifier(names.schema)}`,
      )
      .execute(queries);
    await sql.raw(file.text).execute(queries);
    await sql.raw('reset role; set local search_path = honeyframe').execute(queries);
    if ((await readTransaction(queries)) !== before)
      throw new Error('it ends the transaction (begin, commit or rollback)');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlatformError('HF_MIGRATION_FAILED', { plugin, file: file.name, reason }, { cause: error });
  }
}

function requireOneTransaction(file: StoredStatements): void {
  const word = findTransactionControl(file.text);
  if (word)
    throw new Error(
      `'${word}' is not for migrations: each file runs in one transaction, under the plugin's role`,
    );
}

async function readTransaction(queries: Queries): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(queries);
  return rows[0]?.id;
}
