import { sql } from 'kysely';
import type { Queries } from '../../database/index.ts';
import type { WarehouseFileKind } from '../warehouse-files.ts';

/** A version to record; `file` is relative to the warehouse's folder, so that a data directory can move. */
export interface NewVersion {
  readonly orgId: string;
  readonly kind: WarehouseFileKind;
  readonly name: string;
  readonly version: number;
  readonly file: string;
  readonly bytes: number;
  readonly details: Readonly<Record<string, unknown>>;
}

export async function selectCurrent(queries: Queries, orgId: string, names?: readonly string[]) {
  if (names?.length === 0) return [];
  let select = queries
    .selectFrom('warehouse_files')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('is_current', '=', true);
  if (names) select = select.where('name', 'in', names);
  return await select.orderBy('name').execute();
}

export type VersionRow = Awaited<ReturnType<typeof selectCurrent>>[number];

/** Two publishes of one name wait for each other; the lock goes with the transaction. */
export async function lockName(transaction: Queries, orgId: string, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`warehouse:${orgId}:${name}`}, 0))`.execute(
    transaction,
  );
}

/** Every version of an organisation, or of one name of it, newest first. */
export async function selectVersions(queries: Queries, orgId: string, name?: string): Promise<VersionRow[]> {
  let select = queries.selectFrom('warehouse_files').selectAll().where('org_id', '=', orgId);
  if (name !== undefined) select = select.where('name', '=', name);
  return await select.orderBy('name').orderBy('version', 'desc').execute();
}

/** The newest version of a name, current or not. */
export async function selectNewest(queries: Queries, orgId: string, name: string) {
  return await queries
    .selectFrom('warehouse_files')
    .select(['kind', 'version'])
    .where('org_id', '=', orgId)
    .where('name', '=', name)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function insertCurrent(transaction: Queries, version: NewVersion): Promise<VersionRow> {
  await clearCurrent(transaction, version.orgId, version.name);
  const { orgId, details, ...columns } = version;
  return await transaction
    .insertInto('warehouse_files')
    .values({ ...columns, org_id: orgId, is_current: true, details: JSON.stringify(details) })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Points to a version that is there already; undefined when it was deleted meanwhile. */
export async function moveCurrent(
  transaction: Queries,
  version: VersionRow,
): Promise<VersionRow | undefined> {
  await clearCurrent(transaction, version.org_id, version.name);
  return await transaction
    .updateTable('warehouse_files')
    .set({ is_current: true })
    .where('id', '=', version.id)
    .returningAll()
    .executeTakeFirst();
}

async function clearCurrent(transaction: Queries, orgId: string, name: string): Promise<void> {
  await transaction
    .updateTable('warehouse_files')
    .set({ is_current: false })
    .where('org_id', '=', orgId)
    .where('name', '=', name)
    .where('is_current', '=', true)
    .execute();
}

/** One that became the current one meanwhile stays. @returns the files of those that are gone. */
export async function deleteVersions(queries: Queries, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const gone = await queries
    .deleteFrom('warehouse_files')
    .where('id', 'in', ids)
    .where('is_current', '=', false)
    .returning('file')
    .execute();
  return gone.map(({ file }) => file);
}

export async function selectAllFiles(queries: Queries): Promise<Set<string>> {
  const rows = await queries.selectFrom('warehouse_files').select('file').execute();
  return new Set(rows.map((row) => row.file));
}

/** Every version of these names, in every organisation; the rows are gone when the transaction commits. */
export async function deleteNames(
  transaction: Queries,
  names: readonly string[],
): Promise<{ id: string; file: string }[]> {
  if (names.length === 0) return [];
  return await transaction
    .deleteFrom('warehouse_files')
    .where('name', 'in', names)
    .returning(['id', 'file'])
    .execute();
}
