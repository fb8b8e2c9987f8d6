import type { PluginTraces } from '@honeyframe/host';
import { findInstalledSlugs, type Queries } from '../database/index.ts';

/** Blocks on dashboards, wherever editors moved them. */
export const placementTraces: PluginTraces<Queries> = {
  name: 'placements',
  isKept: false,
  describe: async (queries, slug) => {
    const rows = await queries
      .selectFrom('dashboard_placements')
      .innerJoin('dashboards', 'dashboards.id', 'dashboard_placements.dashboard_id')
      .innerJoin('orgs', 'orgs.id', 'dashboards.org_id')
      .select(['block', 'dashboards.title as title', 'orgs.slug as org'])
      .where('plugin', '=', slug)
      .orderBy('orgs.slug')
      .orderBy('block')
      .execute();
    return rows.map(({ block, title, org }) => ({
      surface: 'blocks',
      name: `${block} on '${title}' of '${org}'`,
      detail: null,
    }));
  },
  purge: async (transaction, slug) => {
    await removePlacements(transaction, slug);
    return async () => {};
  },
  findOrphans: async (queries) => {
    const known = await findInstalledSlugs(queries);
    const rows = await queries.selectFrom('dashboard_placements').select('plugin').distinct().execute();
    return rows
      .filter(({ plugin }) => !known.has(plugin))
      .map(({ plugin }) => ({
        kind: 'placements',
        name: plugin,
        detail: 'the plugin is not installed; its blocks are taken off every dashboard',
        isLeftOver: false,
        remove: () => removePlacements(queries, plugin),
      }));
  },
};

async function removePlacements(queries: Queries, plugin: string): Promise<void> {
  await queries.deleteFrom('dashboard_placements').where('plugin', '=', plugin).execute();
}
