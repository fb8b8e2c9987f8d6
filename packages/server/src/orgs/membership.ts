import { PlatformError, type SystemGroupKey } from '@honeyframe/contract';
import type { SeatRole } from '@honeyframe/contract/api';
import type { Queries } from '../database/index.ts';

/** The system group that each seat stands for, highest first. */
export const seatGroups: Readonly<Record<SeatRole, SystemGroupKey>> = {
  admin: 'org_admins',
  designer: 'designers',
  analyst: 'analysts',
  viewer: 'viewers',
};

/** @returns false when the account belonged to the organisation already. */
export async function joinOrg(trx: Queries, orgId: string, userId: string): Promise<boolean> {
  const joined = await trx
    .insertInto('user_orgs')
    .values({ org_id: orgId, user_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return joined.numInsertedOrUpdatedRows !== 0n;
}

/** Throws HF_CORE_NOT_FOUND when one of the groups is not this organisation's. */
export async function requireOwnGroups(
  queries: Queries,
  orgId: string,
  groupIds: readonly string[],
): Promise<void> {
  const own = await findOwnGroups(queries, orgId, groupIds);
  if (own.length !== new Set(groupIds).size) throw new PlatformError('HF_CORE_NOT_FOUND', { what: 'group' });
}

/** Adds to those of the groups that are still there. */
export async function addToGroups(
  trx: Queries,
  { orgId, userId }: { readonly orgId: string; readonly userId: string },
  groupIds: readonly string[],
): Promise<void> {
  const own = await findOwnGroups(trx, orgId, groupIds);
  if (own.length === 0) return;
  await trx
    .insertInto('user_groups')
    .values(own.map((group_id) => ({ group_id, user_id: userId })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function findOwnGroups(
  queries: Queries,
  orgId: string,
  groupIds: readonly string[],
): Promise<string[]> {
  if (groupIds.length === 0) return [];
  const rows = await queries
    .selectFrom('groups')
    .select('id')
    .where('org_id', '=', orgId)
    .where('id', 'in', [...groupIds])
    .execute();
  return rows.map(({ id }) => id);
}

/** Out of the groups of the other seats, into that of this one. */
export async function takeSeat(
  trx: Queries,
  { orgId, userId }: { readonly orgId: string; readonly userId: string },
  seat: SeatRole,
): Promise<void> {
  const groups = await trx
    .selectFrom('groups')
    .select(['id', 'system_key'])
    .where('org_id', '=', orgId)
    .where('system_key', 'in', Object.values(seatGroups))
    .execute();
  const wanted = groups.find(({ system_key }) => system_key === seatGroups[seat]);
  const others = groups.filter((group) => group !== wanted).map(({ id }) => id);
  if (others.length > 0) {
    await trx
      .deleteFrom('user_groups')
      .where('user_id', '=', userId)
      .where('group_id', 'in', others)
      .execute();
  }
  if (wanted) await addToGroups(trx, { orgId, userId }, [wanted.id]);
}

/** Out of the organisation and of each of its groups. Sessions that worked in it go on in another one. */
export async function leaveOrg(trx: Queries, orgId: string, userId: string): Promise<void> {
  await trx
    .deleteFrom('user_groups')
    .where('user_id', '=', userId)
    .where('group_id', 'in', (eb) => eb.selectFrom('groups').select('id').where('org_id', '=', orgId))
    .execute();
  await trx.deleteFrom('user_orgs').where('user_id', '=', userId).where('org_id', '=', orgId).execute();
  await trx
    .updateTable('sessions')
    .set({ org_id: null })
    .where('user_id', '=', userId)
    .where('org_id', '=', orgId)
    .execute();
}
