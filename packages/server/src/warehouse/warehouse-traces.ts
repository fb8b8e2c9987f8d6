import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Orphan, PluginTraces } from '@honeyframe/host';
import { sql } from 'kysely';
import type { Queries } from '../database/index.ts';
import { measureFolder } from '../system/index.ts';
import { listVersions } from './files/warehouse-folder.ts';
import { lockName, selectAllFiles } from './files/warehouse-store.ts';
import type { PostgresParts } from './postgres/create-postgres-parts.ts';
import { purgeBuilds } from './postgres/purge-builds.ts';
import type { WarehouseFiles } from './warehouse-files.ts';

export interface WarehouseTracesOptions {
  readonly dataDir: string;
  readonly files: WarehouseFiles;
  /** Databases that organisations build in. */
  readonly postgres?: PostgresParts | undefined;
  /** Names of files that are this plugin's alone: its workspace, and raw sources that nobody else declares. */
  readonly namesOf: (queries: Queries, slug: string) => Promise<readonly string[]>;
  /** Names of workspaces that may have a file: of the platform, and of plugins that are installed or left data. */
  readonly knownNames: (queries: Queries) => Promise<ReadonlySet<string>>;
}

/** Built tables and raw data of every organisation. */
export function createWarehouseTraces(options: WarehouseTracesOptions): PluginTraces<Queries> {
  const { files, postgres, namesOf } = options;
  return {
    name: 'warehouse',
    isKept: true,
    describe: async (queries, slug) => {
      const rows = await summarise(queries, await namesOf(queries, slug));
      return rows.map(({ org, name, kind, versions, size }) => ({
        surface: 'data',
        name: `${kind} '${name}' of '${org}'`,
        detail: `${versions} versions, ${size}`,
      }));
    },
    purge: async (transaction, slug) => {
      const names = await namesOf(transaction, slug);
      const removeFiles = await files.remove(transaction, names);
      const removeBuilds = postgres && (await purgeBuilds(transaction, names, postgres.warehouses));
      return async () => {
        await removeFiles();
        await removeBuilds?.();
      };
    },
    findOrphans: async (queries) => [
      ...(await findFilesWithoutRow(queries, options)),
      ...(await findRowsWithoutFile(queries, options)),
      ...(await findUnknownNames(queries, options)),
    ],
  };
}

async function summarise(queries: Queries, names: readonly string[]) {
  if (names.length === 0) return [];
  return queries
    .selectFrom('warehouse_files')
    .innerJoin('orgs', 'orgs.id', 'warehouse_files.org_id')
    .select(['orgs.slug as org', 'warehouse_files.name', 'warehouse_files.kind'])
    .select((eb) => eb.fn.countAll<string>().as('versions'))
    .select(sql<string>`pg_size_pretty(sum(bytes))`.as('size'))
    .where('warehouse_files.name', 'in', [...names])
    .groupBy(['orgs.slug', 'warehouse_files.name', 'warehouse_files.kind'])
    .orderBy('orgs.slug')
    .orderBy('warehouse_files.name')
    .execute();
}

async function findFilesWithoutRow(queries: Queries, { dataDir }: WarehouseTracesOptions): Promise<Orphan[]> {
  const folder = path.join(dataDir, 'warehouse');
  const known = await selectAllFiles(queries);
  const orphans = (await listVersions(folder)).filter((file) => !known.has(file));
  return orphans.map((file) => ({
    kind: 'warehouse file',
    name: `warehouse/${file}`,
    detail: 'no row names it, so nobody reads it; it is removed',
    isLeftOver: true,
    measure: () => measureFolder(path.join(folder, file)),
    remove: () => removeUnnamed(queries, folder, file),
  }));
}

/** A publish moves its file first and writes the row then; it holds this lock meanwhile. */
async function removeUnnamed(queries: Queries, folder: string, file: string): Promise<void> {
  const [org = '', name = ''] = file.split(path.sep);
  await queries.transaction().execute(async (transaction) => {
    await lockName(transaction, org, name);
    if (!(await selectAllFiles(transaction)).has(file)) await rm(path.join(folder, file), { force: true });
  });
}

async function findRowsWithoutFile(queries: Queries, { dataDir }: WarehouseTracesOptions): Promise<Orphan[]> {
  const present = new Set(await listVersions(path.join(dataDir, 'warehouse')));
  const rows = await queries.selectFrom('warehouse_files').select(['id', 'file']).execute();
  return rows
    .filter(({ file }) => !present.has(file))
    .map(({ id, file }) => ({
      kind: 'warehouse row',
      name: `warehouse/${file}`,
      detail: 'the file is gone; the row that names it is removed, and the next build makes another',
      isLeftOver: false,
      remove: async () => void (await queries.deleteFrom('warehouse_files').where('id', '=', id).execute()),
    }));
}

async function findUnknownNames(
  queries: Queries,
  { files, knownNames }: WarehouseTracesOptions,
): Promise<Orphan[]> {
  const known = await knownNames(queries);
  const rows = await queries
    .selectFrom('warehouse_files')
    .select('name')
    .select(
      sql<string>`count(*) || case count(*) when 1 then ' version, ' else ' versions, ' end || pg_size_pretty(sum(bytes))`.as(
        'size',
      ),
    )
    // Raw sources are the organisation's own, whoever declares them.
    .where('kind', '=', 'workspace')
    .groupBy('name')
    .execute();
  return rows
    .filter(({ name }) => !known.has(name))
    .map(({ name, size }) => ({
      kind: 'warehouse',
      name,
      detail: 'no plugin of this name is installed; its tables of every organisation are removed',
      isLeftOver: false,
      measure: async () => size,
      remove: async () => {
        const removeFiles = await queries.transaction().execute((trx) => files.remove(trx, [name]));
        await removeFiles();
      },
    }));
}
