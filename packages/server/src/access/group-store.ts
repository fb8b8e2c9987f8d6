import type { Group } from '@honeyframe/contract/api';
import { sql } from 'kysely';
import type { Queries } from '../database/index.ts';

/** Groups of an organisation with grants and number of members; one of them when `groupId` is given. */
export async function findGroups(queries: Queries, orgId: string, groupId?: string): Promise<Group[]> {
  let select = queries
    .selectFrom('groups')
    .select((eb) => [
      'groups.id',
      'groups.name',
      'groups.description',
      'groups.owner',
      'groups.system_key',
      eb
        .case()
        .when('groups.system_key', '=', 'all_members')
        .then(eb.selectFrom('user_orgs').select(eb.fn.countAll<string>().as('n')).where('org_id', '=', orgId))
        .else(
          eb
            .selectFrom('user_groups')
            .select(eb.fn.countAll<string>().as('n'))
            .whereRef('user_groups.group_id', '=', 'groups.id'),
        )
        .end()
        .as('member_count'),
      grantsOfGroup().as('grants'),
    ])
    .where('groups.org_id', '=', orgId)
    .orderBy(sql`groups.system_key is null`)
    .orderBy('groups.created_at')
    .orderBy('groups.name');
  if (groupId) select = select.where('groups.id', '=', groupId);
  const rows = await select.execute();
  return rows.map((row) => ({ ...row, member_count: Number(row.member_count) }));
}

function grantsOfGroup() {
  return sql<Group['grants']>`coalesce((
    select json_agg(json_build_object(
      'permission_type', permission_type, 'target_id', target_id, 'origin', origin
    ) order by permission_type, target_id)
    from group_permissions where group_id = groups.id), '[]')`;
}

export function findGroupMembers(queries: Queries, orgId: string, group: Group) {
  let select = queries
    .selectFrom('users')
    .innerJoin('user_orgs', 'user_orgs.user_id', 'users.id')
    .select(['users.id', 'users.email', 'users.display_name', 'users.is_superadmin'])
    .where('user_orgs.org_id', '=', orgId)
    .orderBy('users.email');
  if (group.system_key !== 'all_members') {
    select = select.where('users.id', 'in', (eb) =>
      eb.selectFrom('user_groups').select('user_id').where('group_id', '=', group.id),
    );
  }
  return select.execute();
}

/** Names of the people who can grant permissions here, for the page that says why something is closed. */
export async function findAdministrators(queries: Queries, orgId: string): Promise<string[]> {
  const rows = await queries
    .selectFrom('users')
    .innerJoin('user_groups', 'user_groups.user_id', 'users.id')
    .innerJoin('groups', 'groups.id', 'user_groups.group_id')
    .select(['users.display_name', 'users.email'])
    .where('groups.org_id', '=', orgId)
    .where('groups.system_key', '=', 'org_admins')
    .where('users.active', '=', true)
    .orderBy('users.email')
    .limit(10)
    .execute();
  return rows.map((row) => (row.display_name ? `${row.display_name} (${row.email})` : row.email));
}
