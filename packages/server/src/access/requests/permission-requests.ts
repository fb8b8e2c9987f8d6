import { PlatformError } from '@honeyframe/contract';
import type { Queries } from '../../database/index.ts';

export interface RequestRow {
  readonly permission: string;
  readonly plugin: string;
  readonly owner: string;
  readonly state: 'pending' | 'approved' | 'refused';
  readonly requested_at: Date;
  readonly decided_at: Date | null;
  readonly decided_by: string | null;
}

/** Every request, the waiting ones first. */
export function findRequests(queries: Queries): Promise<RequestRow[]> {
  return queries
    .selectFrom('permission_requests')
    .innerJoin('permissions', 'permissions.name', 'permission_requests.permission')
    .leftJoin('users', 'users.id', 'permission_requests.decided_by')
    .select([
      'permission_requests.permission',
      'permission_requests.plugin',
      'permissions.owner',
      'permission_requests.state',
      'permission_requests.created_at as requested_at',
      'permission_requests.decided_at',
      'users.email as decided_by',
    ])
    .orderBy((eb) => eb.case('permission_requests.state').when('pending').then(0).else(1).end())
    .orderBy('permission_requests.created_at')
    .orderBy('permission_requests.permission')
    .execute();
}

/** Names that each plugin declares and may not use: its request waits, or was refused. */
export async function findPending(queries: Queries): Promise<Map<string, Set<string>>> {
  const rows = await queries
    .selectFrom('permission_requests')
    .select(['plugin', 'permission'])
    .where('state', '!=', 'approved')
    .execute();
  const pending = new Map<string, Set<string>>();
  for (const { plugin, permission } of rows) {
    pending.set(plugin, (pending.get(plugin) ?? new Set()).add(permission));
  }
  return pending;
}

export interface Decision {
  readonly plugin: string;
  readonly permission: string;
  readonly state: 'approved' | 'refused';
  /** Who decides. */
  readonly actorId: string;
}

/**
 * Writes a decision down; one that is the same already changes nothing. An approval that is taken back takes along what
 * was seeded by it, and the memory of it, so that a later approval seeds again; not what an administrator had revoked.
 * @returns whether anything changed. Throws HF_CORE_NOT_FOUND.
 */
export async function decideRequest(queries: Queries, decision: Decision): Promise<boolean> {
  const { plugin, permission, state, actorId } = decision;
  return queries.transaction().execute(async (trx) => {
    const request = await trx
      .selectFrom('permission_requests')
      .select('state')
      .where('plugin', '=', plugin)
      .where('permission', '=', permission)
      .forUpdate()
      .executeTakeFirst();
    if (!request)
      throw new PlatformError('HF_CORE_NOT_FOUND', { what: `request of '${plugin}' for '${permission}'` });
    if (request.state === state) return false;
    await trx
      .updateTable('permission_requests')
      .set({ state, decided_at: new Date(), decided_by: actorId })
      .where('plugin', '=', plugin)
      .where('permission', '=', permission)
      .execute();
    if (request.state === 'approved') await withdrawSeeds(trx, plugin, permission);
    return true;
  });
}

async function withdrawSeeds(queries: Queries, plugin: string, permission: string): Promise<void> {
  const seeded = queries
    .selectFrom('plugin_seeded_groups')
    .select('group_id')
    .where('plugin', '=', plugin)
    .where('group_id', 'is not', null)
    .$castTo<{ group_id: string }>();
  const withdrawn = await queries
    .deleteFrom('group_permissions')
    .where('permission_type', '=', permission)
    .where('origin', '=', 'seed')
    .where('group_id', 'in', seeded)
    .returning('group_id')
    .execute();
  if (withdrawn.length === 0) return;
  // Of a group without the grant the memory stays: an administrator revoked it there.
  const groups = withdrawn.map(({ group_id }) => group_id);
  await queries
    .updateTable('plugin_seeded_groups')
    .set((eb) => ({ permissions: eb.fn<string[]>('array_remove', ['permissions', eb.val(permission)]) }))
    .where('plugin', '=', plugin)
    .where('group_id', 'in', groups)
    .execute();
}
