import { PlatformError } from '@honeyframe/contract';
import { type SqlBool, sql } from 'kysely';
import type { Queries } from '../database/index.ts';

/**
 * Makes a change that may take an administrator from organisations, and refuses it with HF_ACCESS_LAST_ADMIN when one of
 * them would be left without. Call it within a transaction. The groups of administrators are locked first, in the order of
 * their ids, so that two administrators who demote each other wait for one another and the second is refused.
 */
export async function keepAdminLeft<T>(
  trx: Queries,
  { userId, orgIds }: { readonly userId: string; readonly orgIds: readonly string[] },
  change: () => Promise<T>,
): Promise<T> {
  const groups = await lockAdminGroups(trx, orgIds);
  const held = await findHeld(trx, userId, groups);
  const result = await change();
  await requireAdmins(trx, held);
  return result;
}

async function lockAdminGroups(trx: Queries, orgIds: readonly string[]): Promise<string[]> {
  if (orgIds.length === 0) return [];
  const rows = await trx
    .selectFrom('groups')
    .select('id')
    .where('org_id', 'in', [...orgIds])
    .where('system_key', '=', 'org_admins')
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id);
}

async function findHeld(trx: Queries, userId: string, groups: readonly string[]): Promise<string[]> {
  if (groups.length === 0) return [];
  const rows = await trx
    .selectFrom('user_groups')
    .select('group_id')
    .where('user_id', '=', userId)
    .where('group_id', 'in', [...groups])
    .execute();
  return rows.map(({ group_id }) => group_id);
}

async function requireAdmins(trx: Queries, groups: readonly string[]): Promise<void> {
  if (groups.length === 0) return;
  const abandoned = await trx
    .selectFrom('groups')
    .select('groups.id')
    .where('groups.id', 'in', [...groups])
    .where(
      sql<SqlBool>`not exists (
        select from user_groups
        join users on users.id = user_groups.user_id and users.active
        join user_orgs on user_orgs.user_id = users.id and user_orgs.org_id = groups.org_id
        where user_groups.group_id = groups.id)`,
    )
    .limit(1)
    .executeTakeFirst();
  if (abandoned) throw new PlatformError('HF_ACCESS_LAST_ADMIN');
}

/** Locks every superadmin who can still sign in; refuses to go on when `userId` is the only one. */
export async function requireOtherSuperadmin(trx: Queries, userId: string): Promise<void> {
  const superadmins = await trx
    .selectFrom('users')
    .select('id')
    .where('is_superadmin', '=', true)
    .where('active', '=', true)
    .orderBy('id')
    .forUpdate()
    .execute();
  const isOne = superadmins.some(({ id }) => id === userId);
  if (isOne && superadmins.length === 1) throw new PlatformError('HF_USER_LAST_SUPERADMIN');
}
