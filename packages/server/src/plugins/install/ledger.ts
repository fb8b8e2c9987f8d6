import type { Queries } from '../../database/index.ts';

/** Kinds of things that a plugin can own; uninstalling removes exactly what is listed. */
export type LedgerKind =
  | 'permission'
  | 'group'
  | 'migration'
  | 'schema'
  | 'role'
  | 'table'
  | 'dbt_workspace'
  | 'relation'
  | 'source'
  | 'schedule'
  | 'setting'
  | 'placement'
  | 'file';

/** Data: what is still a plugin's after an uninstallation that keeps it. */
export const keptKinds: readonly LedgerKind[] = [
  'migration',
  'schema',
  'role',
  'table',
  'relation',
  'source',
  'setting',
];

export interface LedgerEntry {
  readonly kind: LedgerKind;
  readonly name: string;
  readonly org_id?: string;
}

/** Notes what a plugin owns; a second time is no error. */
export async function recordOwnership(
  queries: Queries,
  plugin: string,
  entries: readonly LedgerEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await queries
    .insertInto('plugin_ledger')
    .values(entries.map(({ kind, name, org_id }) => ({ plugin, kind, name, org_id: org_id ?? null })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Makes these entries all that a plugin owns of some kinds. */
export async function settleOwnership(
  queries: Queries,
  plugin: string,
  kinds: readonly LedgerKind[],
  entries: readonly LedgerEntry[],
): Promise<void> {
  const toKey = ({ kind, name, org_id }: { kind: string; name: string; org_id?: string | null }) =>
    JSON.stringify([kind, name, org_id ?? null]);
  const wanted = new Set(entries.map(toKey));
  const rows = await queries
    .selectFrom('plugin_ledger')
    .select(['id', 'kind', 'name', 'org_id'])
    .where('plugin', '=', plugin)
    .where('kind', 'in', [...kinds])
    .execute();
  const stale = rows.filter((row) => !wanted.has(toKey(row))).map(({ id }) => id);
  if (stale.length > 0) await queries.deleteFrom('plugin_ledger').where('id', 'in', stale).execute();
  await recordOwnership(queries, plugin, entries);
}

/** What a plugin owns of some kinds, with the organisation where a thing belongs to one. */
export function findOwned(queries: Queries, plugin: string, kinds: readonly LedgerKind[]) {
  return queries
    .selectFrom('plugin_ledger')
    .select(['kind', 'name', 'org_id'])
    .where('plugin', '=', plugin)
    .where('kind', 'in', [...kinds])
    .orderBy('id')
    .execute();
}
