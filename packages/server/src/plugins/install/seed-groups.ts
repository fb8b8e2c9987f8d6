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
  if (manifest.seed_groups.length === 0) return;
  const base = await loadBase(queries, manifest.name, orgId);
  const fresh: WantedGroup[] = [];
  for (const group of manifest.seed_groups) {
    const permissions = group.permissions.filter((permission) => !pending.has(permission));
    const seeded = base.get(group.name);
    if (seeded)
      await addNewGrants(queries, options, { ...seeded, seed_key: group.name, wanted: permissions });
    else fresh.push({ ...group, permissions });
  }
  if (fresh.length > 0) await seedNewGroups(queries, options, fresh);
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

/** All at once: at a first start this is most of what an installation asks the database. */
async function seedNewGroups(
  queries: Queries,
  { manifest, orgId }: SeedGroupsOptions,
  groups: readonly WantedGroup[],
): Promise<void> {
  // A group of that name that exists already is its maker's: it is not taken over, and that is remembered too.
  const taken = await findTakenNames(queries, orgId, groups);
  const free = groups.filter(({ name }) => {
    const key = name.toLowerCase();
    return !taken.has(key) && taken.add(key);
  });
  const created = await createGroups(queries, { manifest, orgId }, free);
  await grant(
    queries,
    groups.flatMap(({ name, permissions }) => toGrants(created.get(name), permissions)),
  );
  await queries
    .insertInto('plugin_seeded_groups')
    .values(
      groups.map(({ name, permissions }) => ({
        plugin: manifest.name,
        org_id: orgId,
        seed_key: name,
        group_id: created.get(name) ?? null,
        permissions: created.has(name) ? [...permissions] : [],
        version: manifest.version,
      })),
    )
    .execute();
}

async function findTakenNames(
  queries: Queries,
  orgId: string,
  groups: readonly WantedGroup[],
): Promise<Set<string>> {
  const names = groups.map(({ name }) => name.toLowerCase());
  const rows = await queries
    .selectFrom('groups')
    .select(sql<string>`lower(name)`.as('name'))
    .where('org_id', '=', orgId)
    .where(sql<string>`lower(name)`, 'in', names)
    .execute();
  return new Set(rows.map((row) => row.name));
}

/** @returns the ids by name. */
async function createGroups(
  queries: Queries,
  { manifest, orgId }: Pick<SeedGroupsOptions, 'manifest' | 'orgId'>,
  groups: readonly WantedGroup[],
): Promise<Map<string, string>> {
  if (groups.length === 0) return new Map();
  const owner = manifest.name;
  const rows = await queries
    .insertInto('groups')
    .values(groups.map(({ name, description = '' }) => ({ org_id: orgId, name, description, owner })))
    .returning(['id', 'name'])
    .execute();
  return new Map(rows.map(({ id, name }) => [name, id]));
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
  await grant(queries, toGrants(group.group_id, added));
  await queries
    .updateTable('plugin_seeded_groups')
    .set({ permissions: [...group.permissions, ...added], version: options.manifest.version })
    .where('plugin', '=', options.manifest.name)
    .where('org_id', '=', options.orgId)
    .where('seed_key', '=', group.seed_key)
    .execute();
}

interface Grant {
  readonly group_id: string;
  readonly permission_type: string;
  readonly origin: 'seed';
}

function toGrants(groupId: string | undefined, permissions: readonly string[]): Grant[] {
  if (groupId === undefined) return [];
  return permissions.map((permission_type) => ({ group_id: groupId, permission_type, origin: 'seed' }));
}

async function grant(queries: Queries, grants: readonly Grant[]): Promise<void> {
  if (grants.length === 0) return;
  await queries
    .insertInto('group_permissions')
    .values(grants)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
