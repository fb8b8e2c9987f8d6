import { PlatformError } from '@honeyframe/contract';
import type { Member } from '@honeyframe/contract/api';
import { sql } from 'kysely';
import { type AccessChanges, generatePassword, hashPassword } from '../auth/index.ts';
import type { Queries } from '../database/index.ts';

export interface NewMember {
  readonly email: string;
  readonly display_name: string;
  readonly group_ids: readonly string[];
}

/** People of an organisation. */
export interface Users {
  list(orgId: string): Promise<Member[]>;
  /**
   * Adds somebody to the organisation. A new account gets a generated password, which must be changed; an existing
   * account is added as it is, and its password stays its owner's.
   */
  create(orgId: string, member: NewMember): Promise<{ user: Member; generated_password: string | null }>;
  /** Throws HF_CORE_NOT_FOUND for people of other organisations. Ends every session of the account. */
  resetPassword(orgId: string, userId: string, actorIsSuperadmin: boolean): Promise<string>;
}

export function createUsers(queries: Queries, changes: AccessChanges): Users {
  const find = async (orgId: string, userId: string): Promise<Member> => {
    const [member] = await findMembers(queries, orgId, userId);
    if (!member) throw new PlatformError('HF_CORE_NOT_FOUND', { what: `user ${userId}` });
    return member;
  };
  return {
    list: (orgId) => findMembers(queries, orgId),
    create: async (orgId, member) => {
      const password = generatePassword();
      const password_hash = await hashPassword(password);
      const { userId, isNew } = await queries.transaction().execute(async (trx) => {
        const account = await ensureAccount(trx, member, password_hash);
        await joinOrg(trx, orgId, account.userId, member);
        return account;
      });
      changes.announce();
      return { user: await find(orgId, userId), generated_password: isNew ? password : null };
    },
    resetPassword: async (orgId, userId, actorIsSuperadmin) => {
      const member = await find(orgId, userId);
      await requireResettable(queries, member, actorIsSuperadmin);
      const password = generatePassword();
      const password_hash = await hashPassword(password);
      await queries.transaction().execute(async (trx) => {
        await trx
          .updateTable('users')
          .set({ password_hash, must_change_password: true })
          .where('id', '=', userId)
          .execute();
        await trx.deleteFrom('sessions').where('user_id', '=', userId).execute();
      });
      changes.announce();
      return password;
    },
  };
}

/** An administrator of one organisation must not take over an account that has rights beyond it. */
async function requireResettable(
  queries: Queries,
  member: Member,
  actorIsSuperadmin: boolean,
): Promise<void> {
  if (actorIsSuperadmin) return;
  const orgs = await queries
    .selectFrom('user_orgs')
    .select('org_id')
    .where('user_id', '=', member.id)
    .execute();
  if (member.is_superadmin || orgs.length > 1)
    throw new PlatformError('HF_ACCESS_DENIED', { permission: 'superadmin' });
}

async function ensureAccount(queries: Queries, member: NewMember, password_hash: string) {
  const existing = await queries
    .selectFrom('users')
    .select('id')
    .where(sql<string>`lower(email)`, '=', member.email.trim().toLowerCase())
    .executeTakeFirst();
  if (existing) return { userId: existing.id, isNew: false };
  const { id } = await queries
    .insertInto('users')
    .values({
      email: member.email.trim(),
      display_name: member.display_name,
      password_hash,
      must_change_password: true,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { userId: id, isNew: true };
}

async function joinOrg(queries: Queries, orgId: string, userId: string, member: NewMember): Promise<void> {
  const joined = await queries
    .insertInto('user_orgs')
    .values({ org_id: orgId, user_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (joined.numInsertedOrUpdatedRows === 0n) {
    throw new PlatformError('HF_CORE_CONFLICT', { what: `'${member.email}' in this organisation` });
  }
  if (member.group_ids.length === 0) return;
  const own = await queries
    .selectFrom('groups')
    .select('id')
    .where('org_id', '=', orgId)
    .where('id', 'in', [...member.group_ids])
    .execute();
  if (own.length !== new Set(member.group_ids).size)
    throw new PlatformError('HF_CORE_NOT_FOUND', { what: 'group' });
  await queries
    .insertInto('user_groups')
    .values(own.map((group) => ({ group_id: group.id, user_id: userId })))
    .execute();
}

async function findMembers(queries: Queries, orgId: string, userId?: string): Promise<Member[]> {
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
    ])
    .where('user_orgs.org_id', '=', orgId)
    .orderBy('users.email');
  if (userId) select = select.where('users.id', '=', userId);
  const rows = await select.execute();
  return rows.map((row) => ({ ...row, last_sign_in_at: row.last_sign_in_at?.toISOString() ?? null }));
}

function groupsOfUser(orgId: string) {
  return sql<Member['groups']>`coalesce((
    select json_agg(json_build_object('id', groups.id, 'name', groups.name) order by groups.name)
    from user_groups join groups on groups.id = user_groups.group_id
    where user_groups.user_id = users.id and groups.org_id = ${orgId}), '[]')`;
}
