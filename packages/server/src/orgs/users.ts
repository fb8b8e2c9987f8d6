import { PlatformError } from '@honeyframe/contract';
import type { Member, SeatRole } from '@honeyframe/contract/api';
import { type AccessChanges, findAccountByEmail, generatePassword, hashPassword } from '../auth/index.ts';
import type { Queries } from '../database/index.ts';
import { keepAdminLeft, requireOtherSuperadmin } from './last-admin.ts';
import { addToGroups, joinOrg, leaveOrg, requireOwnGroups, takeSeat } from './membership.ts';
import { findMembers, findOrgIds, insertAccount } from './user-store.ts';

export interface NewMember {
  readonly email: string;
  readonly display_name: string;
  readonly group_ids: readonly string[];
}

/** Who changes an account: a superadmin may do it to everybody, an administrator to his organisation's own. */
export interface Actor {
  readonly id: string;
  readonly is_superadmin: boolean;
}

/**
 * People of an organisation. Throws HF_CORE_NOT_FOUND for people of other ones, HF_USER_BEYOND_ORG where an account counts
 * elsewhere too, and HF_ACCESS_LAST_ADMIN instead of leaving an organisation without an administrator.
 */
export interface Users {
  list(orgId: string): Promise<Member[]>;
  get(orgId: string, userId: string): Promise<Member>;
  /**
   * Adds somebody to the organisation. A new account gets a generated password, which must be changed; an existing
   * account is added as it is, and its password stays its owner's.
   */
  create(orgId: string, member: NewMember): Promise<{ user: Member; generated_password: string | null }>;
  rename(orgId: string, userId: string, displayName: string, actor: Actor): Promise<Member>;
  setSeat(orgId: string, userId: string, seat: SeatRole): Promise<Member>;
  /** Out of this organisation; the account stays. */
  remove(orgId: string, userId: string): Promise<Member>;
  /** Ends every session; tokens stop with the next request, on other nodes when the database has told them. */
  deactivate(orgId: string, userId: string, actor: Actor): Promise<Member>;
  activate(orgId: string, userId: string, actor: Actor): Promise<Member>;
  /** Ends every session of the account. */
  resetPassword(orgId: string, userId: string, actor: Actor): Promise<string>;
}

export function createUsers(queries: Queries, changes: AccessChanges): Users {
  const get = async (orgId: string, userId: string): Promise<Member> => {
    const [member] = await findMembers(queries, orgId, userId);
    if (!member) throw new PlatformError('HF_CORE_NOT_FOUND', { what: `user ${userId}` });
    return member;
  };
  const changed = (orgId: string, userId: string): Promise<Member> => {
    changes.announce();
    return get(orgId, userId);
  };
  return {
    get,
    list: (orgId) => findMembers(queries, orgId),
    create: async (orgId, member) => {
      const password = generatePassword();
      const { userId, isNew } = await createMember(queries, orgId, member, await hashPassword(password));
      return { user: await changed(orgId, userId), generated_password: isNew ? password : null };
    },
    rename: async (orgId, userId, display_name, actor) => {
      const member = await get(orgId, userId);
      if (userId !== actor.id) requireOwn(member, actor);
      await queries.updateTable('users').set({ display_name }).where('id', '=', userId).execute();
      return changed(orgId, userId);
    },
    setSeat: async (orgId, userId, seat) => {
      await get(orgId, userId);
      await queries
        .transaction()
        .execute((trx) =>
          keepAdminLeft(trx, { userId, orgIds: [orgId] }, () => takeSeat(trx, { orgId, userId }, seat)),
        );
      return changed(orgId, userId);
    },
    remove: async (orgId, userId) => {
      const member = await get(orgId, userId);
      await queries
        .transaction()
        .execute((trx) =>
          keepAdminLeft(trx, { userId, orgIds: [orgId] }, () => leaveOrg(trx, orgId, userId)),
        );
      changes.announce();
      return member;
    },
    deactivate: async (orgId, userId, actor) => {
      requireOwn(await get(orgId, userId), actor);
      await queries.transaction().execute((trx) => deactivate(trx, userId));
      return changed(orgId, userId);
    },
    activate: async (orgId, userId, actor) => {
      requireOwn(await get(orgId, userId), actor);
      await queries.updateTable('users').set({ active: true }).where('id', '=', userId).execute();
      return changed(orgId, userId);
    },
    resetPassword: async (orgId, userId, actor) => {
      requireOwn(await get(orgId, userId), actor);
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

/** An administrator of one organisation must not gain power over an account that has rights beyond it. */
function requireOwn(member: Member, actor: Actor): void {
  if (actor.is_superadmin || !member.beyond_org) return;
  throw new PlatformError('HF_USER_BEYOND_ORG', { email: member.email });
}

async function deactivate(trx: Queries, userId: string): Promise<void> {
  const orgIds = await findOrgIds(trx, userId);
  await keepAdminLeft(trx, { userId, orgIds }, async () => {
    await requireOtherSuperadmin(trx, userId);
    await trx.updateTable('users').set({ active: false }).where('id', '=', userId).execute();
    await trx.deleteFrom('sessions').where('user_id', '=', userId).execute();
  });
}

function createMember(queries: Queries, orgId: string, member: NewMember, password_hash: string) {
  const { email, display_name, group_ids } = member;
  return queries.transaction().execute(async (trx) => {
    const existing = await findAccountByEmail(trx, email);
    const userId =
      existing?.id ??
      (await insertAccount(trx, {
        email,
        display_name,
        password_hash,
        must_change_password: true,
        address_vouched: true,
      }));
    if (!(await joinOrg(trx, orgId, userId)))
      throw new PlatformError('HF_CORE_CONFLICT', { what: `'${email}' in this organisation` });
    await requireOwnGroups(trx, orgId, group_ids);
    await addToGroups(trx, { orgId, userId }, group_ids);
    return { userId, isNew: !existing };
  });
}
