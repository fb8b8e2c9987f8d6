import { PlatformError } from '@honeyframe/contract';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Queries } from './database.ts';
import * as core from './migrations/0001-core.ts';
import * as lifeCycle from './migrations/0002-life-cycle.ts';
import * as access from './migrations/0003-access.ts';
import * as people from './migrations/0004-people.ts';
import * as settings from './migrations/0006-settings.ts';
import * as audit from './migrations/0007-audit.ts';
import * as dbtSchedules from './migrations/0009-dbt-schedules.ts';
import * as dbtQuality from './migrations/0011-dbt-quality.ts';
import * as dbtBuiltVersions from './migrations/0012-dbt-built-versions.ts';
import * as dbtCatalogue from './migrations/0013-dbt-catalogue.ts';
import * as addressesAndSearch from './migrations/0015-addresses-and-search.ts';
import * as dbtQualityMore from './migrations/0017-dbt-quality-more.ts';
import * as warehouseConnections from './migrations/0018-warehouse-connections.ts';
import * as dbtLoadedAtQuery from './migrations/0019-dbt-loaded-at-query.ts';
import * as warehouseAuthorities from './migrations/0020-warehouse-authorities.ts';
import * as dbtToldIncidents from './migrations/0021-dbt-told-incidents.ts';
import * as dbtToldRunEnds from './migrations/0022-dbt-told-run-ends.ts';

/** In order of their names; an applied one is never edited. */
const migrations: Record<string, Migration> = {
  '0001-core': core,
  '0002-life-cycle': lifeCycle,
  '0003-access': access,
  '0004-people': people,
  '0006-settings': settings,
  '0007-audit': audit,
  '0009-dbt-schedules': dbtSchedules,
  '0011-dbt-quality': dbtQuality,
  '0012-dbt-built-versions': dbtBuiltVersions,
  '0013-dbt-catalogue': dbtCatalogue,
  '0015-addresses-and-search': addressesAndSearch,
  '0017-dbt-quality-more': dbtQualityMore,
  '0018-warehouse-connections': warehouseConnections,
  '0019-dbt-loaded-at-query': dbtLoadedAtQuery,
  '0020-warehouse-authorities': warehouseAuthorities,
  '0021-dbt-told-incidents': dbtToldIncidents,
  '0022-dbt-told-run-ends': dbtToldRunEnds,
};

/** Names of all migrations that this platform knows, in order. */
export const migrationNames: readonly string[] = Object.keys(migrations).sort();

/**
 * Brings the platform's tables up to date in one transaction a migration. Two platforms at once wait for each other.
 * A restore goes up to the migration that its backup was made with, and on from there when the rows are in.
 */
export async function migrate(queries: Queries, schema: string, upTo?: string): Promise<void> {
  await sql`create schema if not exists ${sql.id(schema)}`.execute(queries);
  await refuseNewerDatabase(queries, schema);
  const migrator = new Migrator({
    db: queries,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: schema,
  });
  const { error } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo));
  if (error)
    throw new PlatformError('HF_DATABASE_MIGRATION_FAILED', { reason: describe(error) }, { cause: error });
}

/** An older platform does not know what a newer one's tables mean. */
async function refuseNewerDatabase(queries: Queries, schema: string): Promise<void> {
  const found = await sql<{
    name: string | null;
  }>`select to_regclass(${`${schema}.kysely_migration`})::text as name`.execute(queries);
  if (!found.rows[0]?.name) return;
  const applied = await sql<{ name: string }>`select name from ${sql.id(schema, 'kysely_migration')}`.execute(
    queries,
  );
  const unknown = applied.rows.map((row) => row.name).filter((name) => !(name in migrations));
  if (unknown.length > 0) throw new PlatformError('HF_DATABASE_NEWER', { migrations: unknown.join(', ') });
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
