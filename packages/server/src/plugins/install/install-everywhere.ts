import type { PluginManifest } from '@honeyframe/contract/manifest';
import { type SqlBool, sql } from 'kysely';
import { registerPermissions } from '../../access/index.ts';
import type { Queries } from '../../database/index.ts';
import { seedOrgs } from '../seeds/index.ts';
import { recordOwnership } from './ledger.ts';

/** Permissions into the catalogue and groups into every organisation. @returns the names that wait for approval. */
export async function installEverywhere(trx: Queries, manifest: PluginManifest): Promise<Set<string>> {
  const pending = await installPermissions(trx, manifest);
  const orgs = await trx.selectFrom('orgs').select('id').execute();
  await installInOrgs(trx, { manifest, orgIds: orgs.map(({ id }) => id), pending });
  return pending;
}

/** Gives organisations what an installed plugin brings; the same for one that is made later. */
export async function installInOrgs(
  queries: Queries,
  options: { manifest: PluginManifest; orgIds: readonly string[]; pending: ReadonlySet<string> },
): Promise<void> {
  if (options.orgIds.length === 0) return;
  await addOrgStates(queries, options.manifest.name, options.orgIds);
  await seedOrgs(queries, options);
}

export async function addOrgStates(
  queries: Queries,
  plugin: string,
  orgIds: readonly string[],
): Promise<void> {
  await queries
    .insertInto('plugin_org_state')
    .columns(['plugin', 'org_id'])
    .expression((eb) =>
      eb
        .selectFrom('orgs')
        .select((from) => [from.val(plugin).as('plugin'), 'id'])
        .where(sql<SqlBool>`id = any(${orgIds}::uuid[])`),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function installPermissions(queries: Queries, manifest: PluginManifest): Promise<Set<string>> {
  const declared = manifest.permissions.map((name) => ({
    name,
    // A manifest that an older platform stored has none.
    description: manifest.permission_descriptions?.[name] ?? '',
  }));
  const { pending } = await registerPermissions(queries, manifest.name, declared);
  const entries = manifest.permissions.map((name) => ({ kind: 'permission' as const, name }));
  await recordOwnership(queries, manifest.name, entries);
  return new Set(pending);
}
