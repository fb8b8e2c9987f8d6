import type { PluginManifest } from '@honeyframe/contract/manifest';
import { sql } from 'kysely';
import type { Queries } from '../../database/index.ts';

/** What an installed plugin has and its manifest no longer declares; an operator decides about it. */
export interface PendingRemoval {
  readonly kind: string;
  readonly name: string;
}

/** Kinds of things that a manifest declares by name. */
export const removableKinds = ['permission', 'group'] as const;

/** Grants that versions seeded, each once however many organisations have it; of one plugin or all. */
export async function findSeededGrants(queries: Queries, plugin?: string) {
  const { rows } = await sql<PendingRemoval & { plugin: string }>`
    select distinct plugin, 'grant' as kind, seed_key || ' / ' || permission as name
    from plugin_seeded_groups, unnest(permissions) as permission
    where group_id is not null and ${plugin === undefined ? sql`true` : sql`plugin = ${plugin}`}
    order by name`.execute(queries);
  return rows;
}

/** What is owned and no longer declared, each once however many organisations have it. */
export function describeRemovals(
  { permissions, seed_groups }: PluginManifest,
  owned: readonly PendingRemoval[],
): PendingRemoval[] {
  const declared = new Set([
    ...permissions.map((name) => `permission ${name}`),
    ...seed_groups.map(({ name }) => `group ${name}`),
    ...seed_groups.flatMap((group) => group.permissions.map((name) => `grant ${group.name} / ${name}`)),
  ]);
  // A grant goes with its group and with its permission: those are what is decided about.
  const isOwnDecision = ({ kind, name }: PendingRemoval): boolean => {
    const [group, permission] = name.split(' / ');
    return kind !== 'grant' || (declared.has(`group ${group}`) && declared.has(`permission ${permission}`));
  };
  const gone = owned.filter((item) => !declared.has(`${item.kind} ${item.name}`) && isOwnDecision(item));
  const removals = new Map(gone.map(({ kind, name }) => [`${kind} ${name}`, { kind, name }]));
  return [...removals.values()].sort((a, b) => b.kind.localeCompare(a.kind));
}
