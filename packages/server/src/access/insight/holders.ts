import { type SqlBool, sql } from 'kysely';
import type { Queries } from '../../database/index.ts';

export interface HoldingGroup {
  readonly id: string;
  readonly name: string;
  /** Only for single objects. */
  readonly scoped: boolean;
}

/** Which groups of an organisation hold each permission. */
export async function findHoldingGroups(
  queries: Queries,
  orgId: string,
): Promise<Map<string, HoldingGroup[]>> {
  const rows = await queries
    .selectFrom('group_permissions')
    .innerJoin('groups', 'groups.id', 'group_permissions.group_id')
    .select((eb) => [
      'group_permissions.permission_type',
      'groups.id',
      'groups.name',
      eb.fn.agg<boolean>('bool_and', [eb('group_permissions.target_id', 'is not', null)]).as('scoped'),
    ])
    .where('groups.org_id', '=', orgId)
    .groupBy(['group_permissions.permission_type', 'groups.id', 'groups.name'])
    .orderBy('groups.name')
    .execute();
  const holding = new Map<string, HoldingGroup[]>();
  for (const { permission_type, ...group } of rows) {
    const known = holding.get(permission_type);
    if (known) known.push(group);
    else holding.set(permission_type, [group]);
  }
  return holding;
}

/** Grants with the people whom they reach: members of the group, or everybody for the group of all members. */
function selectReached(queries: Queries, orgId: string) {
  return queries
    .selectFrom('group_permissions')
    .innerJoin('groups', 'groups.id', 'group_permissions.group_id')
    .innerJoin('user_orgs', 'user_orgs.org_id', 'groups.org_id')
    .innerJoin('users', (join) =>
      join.onRef('users.id', '=', 'user_orgs.user_id').on('users.active', '=', true),
    )
    .leftJoin('user_groups', (join) =>
      join
        .onRef('user_groups.group_id', '=', 'groups.id')
        .onRef('user_groups.user_id', '=', 'user_orgs.user_id'),
    )
    .where('groups.org_id', '=', orgId)
    .where(sql<SqlBool>`(user_groups.user_id is not null or groups.system_key = 'all_members')`);
}

/** How many people hold each permission, organisation-wide or for an object. */
export async function countHolders(queries: Queries, orgId: string): Promise<Map<string, number>> {
  const rows = await selectReached(queries, orgId)
    .select((eb) => [
      'group_permissions.permission_type',
      eb.fn.count<string>('users.id').distinct().as('people'),
    ])
    .groupBy('group_permissions.permission_type')
    .execute();
  return new Map(rows.map(({ permission_type, people }) => [permission_type, Number(people)]));
}

/** People who hold one permission. */
export interface Holders {
  readonly everywhere: ReadonlySet<string>;
  /** For one object at least, those of `everywhere` included. */
  readonly somewhere: ReadonlySet<string>;
}

/** Who holds each of some permissions. */
export async function findHolders(
  queries: Queries,
  orgId: string,
  permissions: readonly string[],
): Promise<Map<string, Holders>> {
  if (permissions.length === 0) return new Map();
  const rows = await selectReached(queries, orgId)
    .select((eb) => [
      'group_permissions.permission_type',
      'users.id',
      eb.fn.agg<boolean>('bool_or', [eb('group_permissions.target_id', 'is', null)]).as('everywhere'),
    ])
    .where('group_permissions.permission_type', 'in', [...permissions])
    .groupBy(['group_permissions.permission_type', 'users.id'])
    .execute();
  const byPermission = Map.groupBy(rows, (row) => row.permission_type);
  return new Map(
    [...byPermission].map(([permission, held]) => [
      permission,
      {
        everywhere: new Set(held.filter((row) => row.everywhere).map((row) => row.id)),
        somewhere: new Set(held.map((row) => row.id)),
      },
    ]),
  );
}
