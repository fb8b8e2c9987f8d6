import type { Queries } from '../../database/index.ts';

/** What became of the names of an owner who left. */
export interface ReleasedPermissions {
  /** Left the catalogue, and every grant of them with it. */
  readonly removed: readonly string[];
  /** Went to a plugin that shared the name, with their grants. */
  readonly handed_over: readonly Heir[];
  /** Went to a plugin that waited for the name, which is new in the catalogue: without grants. */
  readonly taken_up: readonly Heir[];
}

export interface Heir {
  readonly permission: string;
  readonly to: string;
}

/**
 * Takes an owner's permissions out of the catalogue, for an uninstallation. A name that an administrator let another
 * plugin share stays, with its grants, and belongs to that plugin from now on. Call it in the transaction that removes
 * the plugin; afterwards `refreshPending` of the plugins. With `only`, just these names: a version dropped them.
 */
export async function releasePermissions(
  queries: Queries,
  owner: string,
  only?: readonly string[],
): Promise<ReleasedPermissions> {
  if (only?.length === 0) return { removed: [], handed_over: [], taken_up: [] };
  await queries
    .deleteFrom('permission_requests')
    .where('plugin', '=', owner)
    .$if(only !== undefined, (query) => query.where('permission', 'in', only ?? []))
    .execute();
  const owned = await queries
    .selectFrom('permissions')
    .select(['name', 'description'])
    .where('owner', '=', owner)
    .$if(only !== undefined, (query) => query.where('name', 'in', only ?? []))
    .orderBy('name')
    .forUpdate()
    .execute();
  const requests = await findRequestsFor(
    queries,
    owned.map(({ name }) => name),
  );
  const removed: string[] = [];
  const handed_over: Heir[] = [];
  const taken_up: Heir[] = [];
  for (const { name, description } of owned) {
    const interested = requests.filter((request) => request.permission === name);
    const sharer = interested.find(({ state }) => state === 'approved');
    const waiting = interested.find(({ state }) => state === 'pending');
    if (sharer) {
      await handOver(queries, name, sharer.plugin);
      handed_over.push({ permission: name, to: sharer.plugin });
      continue;
    }
    await queries.deleteFrom('permissions').where('name', '=', name).execute();
    if (!waiting) removed.push(name);
    else {
      await takeUp(queries, { name, description, owner: waiting.plugin }, interested);
      taken_up.push({ permission: name, to: waiting.plugin });
    }
  }
  return { removed, handed_over, taken_up };
}

interface WaitingRequest {
  readonly permission: string;
  readonly plugin: string;
  readonly state: 'pending' | 'approved' | 'refused';
}

async function findRequestsFor(queries: Queries, names: readonly string[]): Promise<WaitingRequest[]> {
  if (names.length === 0) return [];
  return queries
    .selectFrom('permission_requests')
    .select(['permission', 'plugin', 'state'])
    .where('permission', 'in', [...names])
    .orderBy('created_at')
    .orderBy('plugin')
    .execute();
}

async function handOver(queries: Queries, name: string, to: string): Promise<void> {
  await queries.updateTable('permissions').set({ owner: to }).where('name', '=', name).execute();
  await queries
    .deleteFrom('permission_requests')
    .where('permission', '=', name)
    .where('plugin', '=', to)
    .execute();
}

/** The name is free, so whoever waited longest has it as if it had been installed first; the others go on waiting. */
async function takeUp(
  queries: Queries,
  permission: { name: string; description: string; owner: string },
  interested: readonly WaitingRequest[],
): Promise<void> {
  await queries.insertInto('permissions').values(permission).execute();
  const others = interested.filter(({ plugin }) => plugin !== permission.owner);
  if (others.length === 0) return;
  await queries
    .insertInto('permission_requests')
    .values(others.map(({ plugin, state }) => ({ permission: permission.name, plugin, state })))
    .execute();
}
