import { createHash } from 'node:crypto';
import { type OrgGroup, type SeededGroup, toGrantKey, toKey } from './merge/seeded-state.ts';

/** Which groups a plan looked at; others may change without making it wrong. */
export interface StateScope {
  readonly ids: ReadonlySet<string>;
  /** In lower case. */
  readonly names: ReadonlySet<string>;
  readonly vanishing: ReadonlySet<string>;
}

export interface HashedState {
  readonly base: readonly SeededGroup[];
  readonly groups: readonly OrgGroup[];
}

/**
 * Stands for the state that a plan was made for, or that it leaves. A seeded group goes by its seed's name, so that one
 * which gets its id only when it is created is the same before and after.
 */
export function hashState({ base, groups }: HashedState, scope: StateScope): string {
  const keys = new Map(base.map(({ group_id, seed_key }) => [group_id, seed_key]));
  const refer = (id: string) => (keys.has(id) ? `seed ${keys.get(id)}` : id);
  const present = new Set(groups.map(({ id }) => id));
  const seeds = base.map(({ seed_key, group_id, permissions }) => {
    return [seed_key, group_id !== null && present.has(group_id), [...permissions].sort()];
  });
  const rows = groups
    .filter((group) => keys.has(group.id) || isInScope(group, scope))
    .map((group) => {
      // Everybody joins 'All Members'; that concerns no plan.
      const members = group.system_key === null ? [...group.members].sort() : [];
      const grants = group.grants.map(({ permission, target_id, origin }) =>
        toGrantKey(origin, permission, target_id),
      );
      return [refer(group.id), group.name, group.owner, grants.sort(), members];
    });
  return createHash('sha256')
    .update(JSON.stringify([sortRows(seeds), sortRows(rows)]))
    .digest('hex');
}

function isInScope({ id, name, grants }: OrgGroup, { ids, names, vanishing }: StateScope): boolean {
  return ids.has(id) || names.has(toKey(name)) || grants.some(({ permission }) => vanishing.has(permission));
}

function sortRows(rows: readonly unknown[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
