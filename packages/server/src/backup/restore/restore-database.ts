import { sql } from 'kysely';
import { type Database, PLATFORM_SCHEMA, type Queries } from '../../database/index.ts';
import { replayMigrations, resolveSchemaNames } from '../../plugins/index.ts';
import { loadTables } from './load-tables.ts';
import type { StagedBackup } from './stage-backup.ts';

/**
 * Fills a database that has been migrated to where the backup's was: the platform's rows, then each plugin's tables
 * from the statements that made them, then their rows. One transaction: all of it, or nothing.
 */
export async function restoreDatabase(
  { ownerQueries, roles }: Database,
  staged: StagedBackup,
): Promise<void> {
  await ownerQueries.transaction().execute(async (transaction) => {
    await sql
      .raw("set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local statement_timeout = 0")
      .execute(transaction);
    await loadTables(transaction, PLATFORM_SCHEMA, staged);
    for (const plugin of await listPlugins(transaction)) {
      const names = resolveSchemaNames(roles, plugin);
      await replayMigrations(transaction, { plugin, names });
      await loadTables(transaction, names.schema, staged);
    }
  });
}

async function listPlugins(queries: Queries): Promise<string[]> {
  const rows = await queries
    .selectFrom('plugin_migrations')
    .select('plugin')
    .distinct()
    .orderBy('plugin')
    .execute();
  return rows.map(({ plugin }) => plugin);
}
