import { PlatformError } from '@honeyframe/contract';
import type { Grant, Group } from '@honeyframe/contract/api';
import { DatabaseError } from 'pg';
import type { AccessChanges } from '../auth/index.ts';
import type { Queries } from '../database/index.ts';
import { keepAdminLeft } from '../orgs/index.ts';
import { findGroupMembers, findGroups } from './group-store.ts';

export interface GroupChange {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

type GrantChange = Pick<Grant, 'permission_type' | 'target_id'>;

/** Groups of one organisation: their members and grants. Every change is visible to the next request. */
export interface Groups {
  list(orgId: string): Promise<Group[]>;
  /** Throws HF_CORE_NOT_FOUND, for groups of other organisations too. */
  get(orgId: string, groupId: string): Promise<Group>;
  members(orgId: string, groupId: string): ReturnType<typeof findGroupMembers>;
  create(orgId: string, group: { name: string; description: string }): Promise<Group>;
  update(orgId: string, groupId: string, change: GroupChange): Promise<Group>;
  remove(orgId: string, groupId: string): Promise<Group>;
  addMember(orgId: string, groupId: string, userId: string): Promise<Group>;
  removeMember(orgId: string, groupId: string, userId: string): Promise<Group>;
  grant(orgId: string, groupId: string, grant: GrantChange, actorId: string): Promise<Group>;
  revoke(orgId: string, groupId: string, grant: GrantChange): Promise<Group>;
}

const UNIQUE_VIOLATION = '23505';

export function createGroups(queries: Queries, changes: AccessChanges): Groups {
  const get = async (orgId: string, groupId: string): Promise<Group> => {
    const [group] = await findGroups(queries, orgId, groupId);
    if (!group) throw new PlatformError('HF_CORE_NOT_FOUND', { what: `group ${groupId}` });
    return group;
  };
  const changed = (orgId: string, groupId: string): Promise<Group> => {
    changes.announce();
    return get(orgId, groupId);
  };

  return {
    get,
    list: (orgId) => findGroups(queries, orgId),
    members: async (orgId, groupId) => findGroupMembers(queries, orgId, await get(orgId, groupId)),
    create: async (orgId, { name, description }) => {
      const insert = queries
        .insertInto('groups')
        .values({ org_id: orgId, name, description })
        .returning('id');
      const { id } = await refuseTwin(name, insert.executeTakeFirstOrThrow());
      return changed(orgId, id);
    },
    update: async (orgId, groupId, change) => {
      const group = requireOwnGroup(await get(orgId, groupId));
      const { name = group.name, description = group.description } = change;
      await refuseTwin(
        name,
        queries.updateTable('groups').set({ name, description }).where('id', '=', groupId).execute(),
      );
      return changed(orgId, groupId);
    },
    remove: async (orgId, groupId) => {
      const group = requireOwnGroup(await get(orgId, groupId));
      await queries.deleteFrom('groups').where('id', '=', groupId).execute();
      changes.announce();
      return group;
    },
    addMember: async (orgId, groupId, userId) => {
      requireListedMembers(await get(orgId, groupId));
      await requireOrgMember(queries, orgId, userId);
      await queries
        .insertInto('user_groups')
        .values({ group_id: groupId, user_id: userId })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return changed(orgId, groupId);
    },
    removeMember: async (orgId, groupId, userId) => {
      const group = requireListedMembers(await get(orgId, groupId));
      const remove = (trx: Queries) =>
        trx.deleteFrom('user_groups').where('group_id', '=', groupId).where('user_id', '=', userId).execute();
      // Elsewhere nothing is locked: only the group of administrators must not run empty.
      const orgIds = group.system_key === 'org_admins' ? [orgId] : [];
      await queries.transaction().execute((trx) => keepAdminLeft(trx, { userId, orgIds }, () => remove(trx)));
      return changed(orgId, groupId);
    },
    grant: async (orgId, groupId, grant, actorId) => {
      await get(orgId, groupId);
      await requireKnownPermission(queries, grant.permission_type);
      await queries
        .insertInto('group_permissions')
        .values({ group_id: groupId, ...grant, origin: 'admin', created_by: actorId })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return changed(orgId, groupId);
    },
    revoke: async (orgId, groupId, grant) => {
      const group = await get(orgId, groupId);
      if (grant.target_id === null && findLockReason(group, grant.permission_type)) {
        throw new PlatformError('HF_ACCESS_GROUP_PROTECTED', { group: group.name });
      }
      await queries
        .deleteFrom('group_permissions')
        .where('group_id', '=', groupId)
        .where('permission_type', '=', grant.permission_type)
        .where('target_id', 'is not distinct from', grant.target_id)
        .execute();
      return changed(orgId, groupId);
    },
  };
}

/** Why a grant cannot be taken from a group; undefined for one that can. */
export function findLockReason(
  { name, system_key }: Pick<Group, 'name' | 'system_key'>,
  permission: string,
): string | undefined {
  if (system_key !== 'org_admins' || permission !== 'org.admin') return undefined;
  return `Without it the group ${name} could administer nothing, and nobody could give it back.`;
}

function requireOwnGroup(group: Group): Group {
  if (group.system_key) throw new PlatformError('HF_ACCESS_GROUP_PROTECTED', { group: group.name });
  return group;
}

function requireListedMembers(group: Group): Group {
  if (group.system_key === 'all_members')
    throw new PlatformError('HF_ACCESS_GROUP_PROTECTED', { group: group.name });
  return group;
}

async function requireOrgMember(queries: Queries, orgId: string, userId: string): Promise<void> {
  const member = await queries
    .selectFrom('user_orgs')
    .select('user_id')
    .where('org_id', '=', orgId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (!member) throw new PlatformError('HF_CORE_NOT_FOUND', { what: `user ${userId}` });
}

async function requireKnownPermission(queries: Queries, permission: string): Promise<void> {
  const known = await queries
    .selectFrom('permissions')
    .select('name')
    .where('name', '=', permission)
    .executeTakeFirst();
  if (!known) throw new PlatformError('HF_ACCESS_UNKNOWN_PERMISSION', { permission });
}

async function refuseTwin<T>(name: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== UNIQUE_VIOLATION) throw error;
    throw new PlatformError('HF_CORE_CONFLICT', { what: `A group '${name}'` }, { cause: error });
  }
}
