import type { PluginManifest } from '@honeyframe/contract/manifest';
import { sql } from 'kysely';
import type { Queries } from '../../database/index.ts';

export interface SeedGroupsOptions {
  readonly manifest: PluginManifest;
  readonly orgId: string;
  /** Permissions that wait for approval; they can be neither seeded nor granted. */
  readonly pending: ReadonlySet<string>;
}

/**
 * Brings a plugin's groups into one organisation, additively: new groups and new grants are added, nothing is taken
 * away. What was seeded is remembered, so that a grant that an administrator revoked, or a group that he deleted,
 * does not come back with the next version.
 */
export async function seedGroups(queries: Queries, options: SeedGroupsOptions): Promise<void> {
  const { manifest, orgId, pending } = options;
  const base = await loadBase(queries, manifest.name, orgId);
  for (const group of manifest.seed_groups) {
    const wanted = group.permissions.filter((permission) => !pending.has(permission));
    const seeded = base.get(group.name);
    if (seeded) await addNewGrants(queries, options, { ...seeded, seed_key: group.name, wanted });
    else await seedNewGroup(queries, options, { ...group, permissions: wanted });
  }
}

interface SeededGroup {
  readonly group_id: string | null;
  readonly permissions: readonly string[];
}

async function loadBase(queries: Queries, plugin: string, orgId: string): Promise<Map<string, SeededGroup>> {
  const rows = await queries
    .selectFrom('plugin_seeded_groups')
    .select(['seed_key', 'group_id', 'permissions'])
    .where('plugin', '=', plugin)
    .where('org_id', '=', orgId)
    .execute();
  return new Map(rows.map(({ seed_key, ...seeded }) => [seed_key, seeded]));
}

interface WantedGroup {
  readonly name: string;
  readonly description?: string | undefined;
  readonly permissions: readonly string[];
}

async function seedNewGroup(queries: Queries, options: SeedGroupsOptions, group: WantedGroup): Promise<void> {
  const { manifest, orgId } = options;
  // A group of that name that exists already is its maker's: it is not taken over, and that is remembered too.
  const created = (await isNameTaken(queries, orgId, group.name))
    ? null
    : await queries
        .insertInto('groups')
        .values({
          org_id: orgId,
          name: group.name,
          description: group.description ?? '',
          owner: manifest.name,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
  if (created) await grant(queries, created.id, group.permissions);
  await queries
    .insertInto('plugin_seeded_groups')
    .values({
      plugin: manifest.name,
      org_id: orgId,
      seed_key: group.name,
      group_id: created?.id ?? null,
      permissions: created ? [...group.permissions] : [],
      version: manifest.version,
    })
    .execute();
}

async function isNameTaken(queries: Queries, orgId: string, name: string): Promise<boolean> {
  const existing = await queries
    .selectFrom('groups')
    .select('id')
    .where('org_id', '=', orgId)
    .where(sql<string>`lower(name)`, '=', name.toLowerCase())
    .executeTakeFirst();
  return existing !== undefined;
}

interface ChangedGroup extends SeededGroup {
  readonly seed_key: string;
  readonly wanted: readonly string[];
}

async function addNewGrants(
  queries: Queries,
  options: SeedGroupsOptions,
  group: ChangedGroup,
): Promise<void> {
  const known = new Set(group.permissions);
  const added = group.wanted.filter((permission) => !known.has(permission));
  if (added.length === 0 || group.group_id === null) return;
  await grant(queries, group.group_id, added);
  await queries
    .updateTable('plugin_seeded_groups')
    .set({ permissions: [...group.permissions, ...added], version: options.manifest.version })
    .where('plugin', '=', options.manifest.name)
    .where('org_id', '=', options.orgId)
    .where('seed_key', '=', group.seed_key)
    .execute();
}

async function grant(queries: Queries, groupId: string, permissions: readonly string[]): Promise<void> {
  if (permissions.length === 0) return;
  await queries
    .insertInto('group_permissions')
    .values(
      permissions.map((permission_type) => ({ group_id: groupId, permission_type, origin: 'seed' as const })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
