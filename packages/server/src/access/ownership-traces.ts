import type { Orphan, PluginTraces } from '@honeyframe/host';
import { findInstalledSlugs, type Queries } from '../database/index.ts';
import { releasePermissions } from './requests/release-permissions.ts';

/**
 * Names of the catalogue and groups. What becomes of them at an uninstallation is merged, planned and carried out with the
 * seeds; here are those whose owner nobody knows.
 */
export const ownershipTraces: PluginTraces<Queries> = {
  name: 'ownership',
  isKept: false,
  describe: async () => [],
  purge: async () => async () => {},
  findOrphans: async (queries) => {
    const known = await findInstalledSlugs(queries);
    return [...(await findGroups(queries, known)), ...(await findPermissions(queries, known))];
  },
};

async function findGroups(queries: Queries, known: ReadonlySet<string>): Promise<Orphan[]> {
  const rows = await queries
    .selectFrom('groups')
    .innerJoin('orgs', 'orgs.id', 'groups.org_id')
    .select(['groups.id', 'groups.name', 'groups.owner', 'orgs.slug as org'])
    .where('owner', 'is not', null)
    .where('system_key', 'is', null)
    .execute();
  return rows
    .filter(({ owner }) => owner !== null && !known.has(owner))
    .map(({ id, name, owner, org }) => ({
      kind: 'group',
      name: `${org} / ${name}`,
      detail: `its owner '${owner}' is not installed; it becomes the organisation's own, with its members and grants`,
      isLeftOver: false,
      remove: async () =>
        void (await queries.updateTable('groups').set({ owner: null }).where('id', '=', id).execute()),
    }));
}

async function findPermissions(queries: Queries, known: ReadonlySet<string>): Promise<Orphan[]> {
  const owned = await queries.selectFrom('permissions').select(['owner', 'name']).execute();
  const wanted = await queries
    .selectFrom('permission_requests')
    .select(['plugin as owner', 'permission as name'])
    .execute();
  const unknown = [...owned, ...wanted].filter(({ owner }) => owner !== 'platform' && !known.has(owner));
  return [...Map.groupBy(unknown, ({ owner }) => owner)].map(([owner, names]) => ({
    kind: 'permissions',
    name: owner,
    detail: `the plugin is not installed; its names go, and every grant of them: ${names.map(({ name }) => name).join(', ')}`,
    isLeftOver: false,
    remove: async () =>
      void (await queries.transaction().execute((transaction) => releasePermissions(transaction, owner))),
  }));
}
