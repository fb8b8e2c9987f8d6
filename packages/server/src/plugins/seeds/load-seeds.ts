import { type SqlBool, sql } from 'kysely';
import type { Queries } from '../../database/index.ts';
import type { HeldGrant, OrgGroup, SeededGroup } from './merge/seeded-state.ts';

/** Values by organisation. */
export type ByOrg<Value> = ReadonlyMap<string, readonly Value[]>;

/** What a plugin seeded, by organisation. */
export async function loadSeeded(
  queries: Queries,
  plugin: string,
  orgIds: readonly string[],
): Promise<ByOrg<SeededGroup>> {
  const rows = await queries
    .selectFrom('plugin_seeded_groups')
    .select(['org_id', 'seed_key', 'group_id', 'permissions'])
    .where('plugin', '=', plugin)
    .where(isAnyOf('org_id', orgIds, 'uuid'))
    .orderBy('seed_key')
    .execute();
  return groupByOrg(rows.map(({ org_id, ...seeded }) => [org_id, seeded]));
}

/** Which groups of the organisations count. */
export interface GroupSelection {
  readonly orgIds: readonly string[];
  readonly ids: readonly string[];
  /** In lower case. */
  readonly names: readonly string[];
  /** Groups that grant one of these count. */
  readonly permissions: readonly string[];
}

/** Groups with their grants, by organisation; without members. */
export async function loadGroups(queries: Queries, selection: GroupSelection): Promise<ByOrg<OrgGroup>> {
  const { orgIds, ids, names, permissions } = selection;
  const rows = await queries
    .selectFrom('groups')
    .select(['id', 'org_id', 'name', 'owner', 'system_key'])
    .select(
      sql<HeldGrant[]>`coalesce((
        select json_agg(json_build_object('permission', permission_type, 'target_id', target_id, 'origin', origin)
          order by permission_type, target_id)
        from group_permissions where group_id = groups.id), '[]')`.as('grants'),
    )
    .where(isAnyOf('org_id', orgIds, 'uuid'))
    .where((eb) =>
      eb.or([
        // Only what is asked for: a first installation finds its names by the index alone.
        ...(ids.length > 0 ? [isAnyOf('id', ids, 'uuid')] : []),
        ...(names.length > 0 ? [sql<SqlBool>`lower(name) = any(${names}::text[])`] : []),
        ...(permissions.length > 0 ? [isGranting(permissions)] : []),
      ]),
    )
    .orderBy('name')
    .execute();
  return groupByOrg(rows.map(({ org_id, ...group }) => [org_id, { ...group, members: [] }]));
}

/** Groups of some names (in lower case), by organisation; without grants and members. */
export async function loadNamedGroups(
  queries: Queries,
  orgIds: readonly string[],
  names: readonly string[],
): Promise<ByOrg<OrgGroup>> {
  const rows = await queries
    .selectFrom('groups')
    .select(['id', 'org_id', 'name', 'owner', 'system_key'])
    .where(isAnyOf('org_id', orgIds, 'uuid'))
    .where(sql<SqlBool>`lower(name) = any(${names}::text[])`)
    .execute();
  return groupByOrg(rows.map(({ org_id, ...group }) => [org_id, { ...group, grants: [], members: [] }]));
}

function isGranting(permissions: readonly string[]) {
  return sql<SqlBool>`id in (
    select group_id from group_permissions where permission_type = any(${permissions}::text[]))`;
}

/** An array, so that the number of organisations is not limited by the number of parameters. */
export function isAnyOf(column: string, values: readonly string[], type: 'uuid' | 'text') {
  return sql<SqlBool>`${sql.ref(column)} = any(${values}::${sql.raw(type)}[])`;
}

export interface MemberRow {
  readonly group_id: string;
  readonly user_id: string;
  readonly email: string;
  /** Whether his access depends on groups. */
  readonly counts: boolean;
}

/** Members of groups who belong to the organisation, those of 'All Members' too; by group. */
export async function loadMembers(
  queries: Queries,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, readonly MemberRow[]>> {
  const rows = await queries
    .selectFrom('groups')
    .innerJoin('user_orgs', 'user_orgs.org_id', 'groups.org_id')
    .innerJoin('users', 'users.id', 'user_orgs.user_id')
    .leftJoin('user_groups', (join) =>
      join
        .onRef('user_groups.group_id', '=', 'groups.id')
        .onRef('user_groups.user_id', '=', 'user_orgs.user_id'),
    )
    .select(['groups.id as group_id', 'users.id as user_id', 'users.email'])
    .select(sql<boolean>`users.active and not users.is_superadmin`.as('counts'))
    .where(isAnyOf('groups.id', groupIds, 'uuid'))
    .where(sql<SqlBool>`(user_groups.user_id is not null or groups.system_key = 'all_members')`)
    .execute();
  return Map.groupBy(rows, ({ group_id }) => group_id);
}

function groupByOrg<Value>(entries: readonly (readonly [string, Value])[]): Map<string, Value[]> {
  const byOrg = new Map<string, Value[]>();
  for (const [org, value] of entries) {
    const values = byOrg.get(org);
    if (values) values.push(value);
    else byOrg.set(org, [value]);
  }
  return byOrg;
}
