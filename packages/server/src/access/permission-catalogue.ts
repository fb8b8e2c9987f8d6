import { platformPermissions } from '@honeyframe/contract';
import type { Queries } from '../database/index.ts';

export const PLATFORM_OWNER = 'platform';

/** Puts the platform's own permissions into the catalogue; idempotent, descriptions follow the code. */
export async function registerPlatformPermissions(queries: Queries): Promise<void> {
  await registerPermissions(queries, PLATFORM_OWNER, platformPermissions);
}

/**
 * Adds permissions for an owner. A name that somebody else owns becomes a request of this owner's, pending until an
 * administrator approves it.
 * @returns the names that are the owner's own or approved, and those that wait.
 */
export async function registerPermissions(
  queries: Queries,
  owner: string,
  permissions: readonly { readonly name: string; readonly description: string }[],
): Promise<{ active: string[]; pending: string[] }> {
  if (permissions.length === 0) return { active: [], pending: [] };
  await queries
    .insertInto('permissions')
    .values(permissions.map(({ name, description }) => ({ name, description, owner })))
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet((eb) => ({ description: eb.ref('excluded.description') }))
        .where('permissions.owner', '=', owner),
    )
    .execute();
  const names = permissions.map((permission) => permission.name);
  const foreign = await queries
    .selectFrom('permissions')
    .select('name')
    .where('name', 'in', names)
    .where('owner', '!=', owner)
    .execute();
  const waiting = await requestForeign(
    queries,
    owner,
    foreign.map((row) => row.name),
  );
  return { active: names.filter((name) => !waiting.has(name)), pending: [...waiting] };
}

async function requestForeign(
  queries: Queries,
  plugin: string,
  names: readonly string[],
): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  await queries
    .insertInto('permission_requests')
    .values(names.map((permission) => ({ permission, plugin })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const rows = await queries
    .selectFrom('permission_requests')
    .select('permission')
    .where('plugin', '=', plugin)
    .where('permission', 'in', [...names])
    .where('state', '!=', 'approved')
    .execute();
  return new Set(rows.map((row) => row.permission));
}
