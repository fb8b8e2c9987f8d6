import type { PluginTraces } from '@honeyframe/host';
import { findInstalledSlugs, type Queries } from '../database/index.ts';
import { removeSettings } from './settings-store.ts';

/** What administrators set for a plugin, secrets included. */
export const settingsTraces: PluginTraces<Queries> = {
  name: 'settings',
  isKept: true,
  describe: async (queries, slug) => {
    const rows = await queries
      .selectFrom('plugin_settings')
      .innerJoin('orgs', 'orgs.id', 'plugin_settings.org_id')
      .select(['orgs.slug as org', 'values', 'secrets'])
      .where('plugin', '=', slug)
      .orderBy('orgs.slug')
      .execute();
    return rows.map(({ org, values, secrets }) => ({
      surface: 'data',
      name: `settings of '${org}'`,
      detail: `${Object.keys(values).length} values, ${Object.keys(secrets).length} secrets`,
    }));
  },
  purge: async (transaction, slug) => {
    await removeSettings(transaction, slug);
    return async () => {};
  },
  findOrphans: async (queries) => {
    const known = await findInstalledSlugs(queries, true);
    const rows = await queries.selectFrom('plugin_settings').select('plugin').distinct().execute();
    return rows
      .filter(({ plugin }) => !known.has(plugin))
      .map(({ plugin }) => ({
        kind: 'settings',
        name: plugin,
        detail: 'the plugin is not installed; values and secrets of every organisation are removed',
        isLeftOver: false,
        remove: async () => void (await removeSettings(queries, plugin)),
      }));
  },
};
