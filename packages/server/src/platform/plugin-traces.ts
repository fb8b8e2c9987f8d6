import type { PluginTraces } from '@honeyframe/host';
import { ownershipTraces } from '../access/index.ts';
import { placementTraces } from '../dashboards/index.ts';
import { type Database, findInstalledSlugs, type Queries } from '../database/index.ts';
import { type Dbt, PLATFORM_WORKSPACE, toCatalogue } from '../dbt/index.ts';
import { createBuildTraces } from '../frontend/index.ts';
import {
  createFolderTraces,
  createGenerationTraces,
  createLedgerTraces,
  createModuleTraces,
  type createPluginStore,
  createSchemaTraces,
} from '../plugins/index.ts';
import { settingsTraces } from '../settings/index.ts';
import { createWarehouseTraces, type Warehouses } from '../warehouse/index.ts';

export interface PluginTracesOptions {
  readonly database: Database;
  readonly dataDir: string;
  readonly dbt: Dbt;
  readonly warehouse: Warehouses;
  readonly store: ReturnType<typeof createPluginStore>;
  /** Generations that run or were sent and wait. */
  readonly generationsInUse: () => readonly string[];
}

/** Every feature that keeps something of plugins. One that is missing here would be left behind. */
export function createPluginTraces(options: PluginTracesOptions): PluginTraces<Queries>[] {
  const { database, dataDir, dbt, warehouse, store } = options;
  return [
    dbt.traces,
    createWarehouseTraces({
      dataDir,
      files: warehouse.files,
      postgres: warehouse.postgres,
      namesOf: findOwnNames,
      knownNames: findKnownNames,
    }),
    createSchemaTraces(database.roles),
    settingsTraces,
    placementTraces,
    createGenerationTraces({ dataDir, store, inUse: options.generationsInUse }),
    createBuildTraces(dataDir),
    createModuleTraces(dataDir),
    createFolderTraces(dataDir),
    ownershipTraces,
    createLedgerTraces({ dataDir, roles: database.roles }),
  ];
}

/** Its workspace, and raw sources that no other plugin declares. */
async function findOwnNames(queries: Queries, slug: string): Promise<string[]> {
  const rows = await queries
    .selectFrom('plugin_ledger')
    .select(['name', 'plugin'])
    .where('kind', '=', 'source')
    .execute();
  const others = new Set(rows.filter(({ plugin }) => plugin !== slug).map(({ name }) => name));
  const own = rows.filter(({ plugin, name }) => plugin === slug && !others.has(name)).map(({ name }) => name);
  return [toCatalogue(slug), ...own];
}

async function findKnownNames(queries: Queries): Promise<Set<string>> {
  const slugs = await findInstalledSlugs(queries, true);
  return new Set([PLATFORM_WORKSPACE, ...slugs].map(toCatalogue));
}
