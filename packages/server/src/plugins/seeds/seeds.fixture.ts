import type { PluginManifest, SeedGroup } from '@honeyframe/contract/manifest';
import { manifestSchema } from '@honeyframe/contract/manifest';
import { createTestDatabase } from '@honeyframe/testkit';
import { onTestFinished } from 'vitest';
import { registerPermissions, registerPlatformPermissions } from '../../access/index.ts';
import { openDatabase, type Queries } from '../../database/index.ts';
import { applySeeds, type PlanSeedsOptions, planSeeds, type SeedPlan, seedOrgs } from './index.ts';

/** Two organisations, `north` and `south`, on a database of their own; the plugin `clinic` is in the list of plugins. */
export interface TwoOrgs {
  readonly queries: Queries;
  readonly north: string;
  readonly south: string;
  plan(manifest: PluginManifest | null, options?: Partial<PlanSeedsOptions>): Promise<SeedPlan>;
  apply(plan: SeedPlan): Promise<void>;
  /** A first installation, or an additive one: without a plan. */
  seed(manifest: PluginManifest): Promise<void>;
  upgrade(manifest: PluginManifest | null, options?: Partial<PlanSeedsOptions>): Promise<SeedPlan>;
  /** `origin permission target` of each of an organisation's groups. */
  grants(orgId: string): Promise<Record<string, string[]>>;
  createGroup(orgId: string, name: string): Promise<string>;
  findGroup(orgId: string, name: string): Promise<string>;
  grant(groupId: string, permission: string, targetId?: string): Promise<void>;
  revoke(groupId: string, permission: string): Promise<void>;
  /** Connections that wait for somebody else's transaction. */
  countWaiting(): Promise<number>;
  /** Somebody new, in groups. */
  createPerson(email: string, orgId: string, groupIds: readonly string[], fields?: object): Promise<string>;
}

export function version(
  number: string,
  groups: Record<string, string[]>,
  declared?: string[],
): PluginManifest {
  const seed_groups = Object.entries(groups).map(([name, permissions]): SeedGroup => ({ name, permissions }));
  const permissions = declared ?? [...new Set(Object.values(groups).flat())];
  return manifestSchema.parse({ name: 'clinic', version: number, permissions, seed_groups });
}

export async function openTwoOrgs(): Promise<TwoOrgs> {
  const testDatabase = await createTestDatabase();
  onTestFinished(() => testDatabase.drop());
  const database = await openDatabase({ url: testDatabase.url, secretKey: Buffer.alloc(32, 1) });
  onTestFinished(() => database.close());
  const queries = database.ownerQueries;
  await registerPlatformPermissions(queries);
  await addPlugin(queries, 'clinic');
  const { north, south } = await addOrgs(queries);
  const register = async (manifest: PluginManifest | null) => {
    const names = manifest?.permissions.map((name) => ({ name, description: '' })) ?? [];
    return new Set((await registerPermissions(queries, 'clinic', names)).pending);
  };
  const plan: TwoOrgs['plan'] = async (manifest, options) =>
    planSeeds(queries, { plugin: 'clinic', manifest, pending: await register(manifest), ...options });
  const apply = (made: SeedPlan) => queries.transaction().execute((trx) => applySeeds(trx, made));
  return {
    queries,
    north,
    south,
    plan,
    apply,
    seed: async (manifest) => {
      await seedOrgs(queries, { manifest, orgIds: [north, south], pending: await register(manifest) });
    },
    upgrade: async (manifest, options) => {
      const made = await plan(manifest, options);
      await apply(made);
      return made;
    },
    grants: (orgId) => listGrants(queries, orgId),
    countWaiting: async () => {
      const { rowCount } = await database.pool.query(
        `select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()`,
      );
      return rowCount ?? 0;
    },
    ...createGroupActions(queries),
  };
}

export async function addPlugin(queries: Queries, slug: string): Promise<void> {
  const fields = {
    version: '1',
    display_name: slug,
    source: 'bundled',
    folder: '',
    manifest: '{}',
    state: '',
  };
  await queries
    .insertInto('plugins')
    .values({ slug, ...fields })
    .execute();
}

async function addOrgs(queries: Queries): Promise<{ north: string; south: string }> {
  const rows = await queries
    .insertInto('orgs')
    .values([
      { slug: 'north', name: 'North', created_at: '2026-01-01T00:00:00Z' },
      { slug: 'south', name: 'South', created_at: '2026-01-02T00:00:00Z' },
    ])
    .returning(['id', 'slug'])
    .execute();
  const find = (slug: string) => rows.find((row) => row.slug === slug)?.id ?? '';
  return { north: find('north'), south: find('south') };
}

function createGroupActions(queries: Queries) {
  return {
    createGroup: async (org_id: string, name: string) => {
      const insert = queries.insertInto('groups').values({ org_id, name }).returning('id');
      return (await insert.executeTakeFirstOrThrow()).id;
    },
    findGroup: async (orgId: string, name: string) => {
      const select = queries.selectFrom('groups').select('id').where('org_id', '=', orgId);
      return (await select.where('name', '=', name).executeTakeFirstOrThrow()).id;
    },
    grant: async (group_id: string, permission_type: string, target_id: string | null = null) => {
      await queries
        .insertInto('group_permissions')
        .values({ group_id, permission_type, target_id, origin: 'admin' })
        .execute();
    },
    revoke: async (groupId: string, permission: string) => {
      await queries
        .deleteFrom('group_permissions')
        .where('group_id', '=', groupId)
        .where('permission_type', '=', permission)
        .execute();
    },
    createPerson: async (email: string, org_id: string, groupIds: readonly string[], fields = {}) => {
      const insert = queries.insertInto('users').values({ email, password_hash: '', ...fields });
      const { id: user_id } = await insert.returning('id').executeTakeFirstOrThrow();
      await queries.insertInto('user_orgs').values({ user_id, org_id }).execute();
      for (const group_id of groupIds)
        await queries.insertInto('user_groups').values({ group_id, user_id }).execute();
      return user_id;
    },
  };
}

async function listGrants(queries: Queries, orgId: string): Promise<Record<string, string[]>> {
  const rows = await queries
    .selectFrom('groups')
    .leftJoin('group_permissions', 'group_permissions.group_id', 'groups.id')
    .select(['name', 'origin', 'permission_type', 'target_id'])
    .where('org_id', '=', orgId)
    .orderBy('name')
    .orderBy('permission_type')
    .execute();
  const groups: Record<string, string[]> = {};
  for (const { name, origin, permission_type, target_id } of rows) {
    groups[name] ??= [];
    if (origin) groups[name].push([origin, permission_type, target_id ?? []].flat().join(' '));
  }
  return groups;
}
