import { type Member, seatRoles } from '@honeyframe/contract/api';
import { type SqlBool, sql } from 'kysely';
import type { Queries } from '../database/index.ts';
import { seatGroups } from './membership.ts';

/** People of an organisation; one of them when `userId` is given. */
export async function findMembers(queries: Queries, orgId: string, userId?: string): Promise<Member[]> {
  let select = queries
    .selectFrom('users')
    .innerJoin('user_orgs', 'user_orgs.user_id', 'users.id')
    .select([
      'users.id',
      'users.email',
      'users.display_name',
      'users.is_superadmin',
      'users.active',
      'users.last_sign_in_at',
      groupsOfUser(orgId).as('groups'),
      sql<boolean>`users.is_superadmin or exists (
        select from user_orgs as elsewhere
        where elsewhere.user_id = users.id and elsewhere.org_id <> ${orgId})`.as('beyond_org'),
    ])
    .where('user_orgs.org_id', '=', orgId)
    .orderBy('users.email');
  if (userId) select = select.where('users.id', '=', userId);
  const rows = await select.execute();
  return rows.map((row) => ({
    ...row,
    seat: findSeat(row.groups),
    last_sign_in_at: row.last_sign_in_at?.toISOString() ?? null,
  }));
}

function groupsOfUser(orgId: string) {
  return sql<Member['groups']>`coalesce((
    select json_agg(json_build_object('id', groups.id, 'name', groups.name, 'system_key', groups.system_key) order by groups.name)
    from user_groups join groups on groups.id = user_groups.group_id
    where user_groups.user_id = users.id and groups.org_id = ${orgId}), '[]')`;
}

function findSeat(groups: Member['groups']): Member['seat'] {
  const keys = new Set(groups.map(({ system_key }) => system_key));
  return seatRoles.find((role) => keys.has(seatGroups[role])) ?? null;
}

/** @returns the id of a new account. */
export async function insertAccount(
  trx: Queries,
  account: {
    readonly email: string;
    readonly display_name: string;
    readonly password_hash: string;
    readonly must_change_password: boolean;
    /** Whether somebody other than its owner says that the address is his. */
    readonly address_vouched: boolean;
  },
): Promise<string> {
  const { id } = await trx
    .insertInto('users')
    .values({ ...account, email: account.email.trim() })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Whether a superadmin made the account of this address, and not somebody who had a link. */
export async function isVouchedFor(queries: Queries, email: string): Promise<boolean> {
  const row = await queries
    .selectFrom('users')
    .select('address_vouched')
    .where(sql<SqlBool>`lower(email) = lower(${email})`)
    .executeTakeFirst();
  return row?.address_vouched ?? false;
}

/** Organisations that an account belongs to. */
export async function findOrgIds(queries: Queries, userId: string): Promise<string[]> {
  const rows = await queries.selectFrom('user_orgs').select('org_id').where('user_id', '=', userId).execute();
  return rows.map(({ org_id }) => org_id);
}
