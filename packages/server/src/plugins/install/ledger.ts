import type { Queries } from '../../database/index.ts';

/** Kinds of things that a plugin can own; uninstalling removes exactly what is listed. */
export type LedgerKind =
  | 'permission'
  | 'group'
  | 'migration'
  | 'schema'
  | 'role'
  | 'dbt_workspace'
  | 'placement';

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
