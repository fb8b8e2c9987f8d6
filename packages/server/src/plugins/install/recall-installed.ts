import type { Queries } from '../../database/index.ts';
import type { InstallablePlugin } from '../plugin-record.ts';
import {
  describeRemovals,
  findSeededGrants,
  type PendingRemoval,
  removableKinds,
} from './pending-removals.ts';
import { recallUninstalled } from './uninstalled-plugins.ts';

/** What the database knows of an installed plugin. */
export interface InstalledPlugin {
  readonly slug: string;
  readonly version: string;
  readonly source: string;
  readonly folder: string;
  /** `uninstalled`: only its data is left. */
  readonly state: string;
  /** Null for what a platform before generations installed. */
  readonly active_generation: string | null;
  readonly held_generation: string | null;
  readonly installed_at: Date;
}

/** Everything that is installed, in a handful of queries: one for each plugin would be most of a second start. */
export interface InstalledPlugins {
  find(slug: string): InstalledPlugin | undefined;
  all(): readonly InstalledPlugin[];
  /** Whether an installation of this generation would find nothing to do. */
  isSettled(plugin: InstallablePlugin, generation: string): boolean;
  /** Whether somebody uninstalled it with all that it had; a start does not bring it back by itself. */
  isUninstalled(slug: string): boolean;
  pendingRemovals(plugin: InstallablePlugin): PendingRemoval[];
}

export async function recallInstalled(queries: Queries): Promise<InstalledPlugins> {
  const [plugins, unseeded, requests, owned, uninstalled, grants] = await Promise.all([
    queries
      .selectFrom('plugins')
      .select(['slug', 'version', 'source', 'folder', 'state', 'active_generation', 'held_generation'])
      .select('installed_at')
      .execute(),
    findUnseeded(queries),
    queries.selectFrom('permission_requests').select('plugin').distinct().execute(),
    queries
      .selectFrom('plugin_ledger')
      .select(['plugin', 'kind', 'name'])
      .where('kind', 'in', removableKinds)
      .orderBy('id')
      .execute(),
    recallUninstalled(queries),
    findSeededGrants(queries),
  ]);
  const bySlug = new Map(plugins.map((row) => [row.slug, row]));
  // A request may have been decided since: what it allows is seeded by an installation.
  const unsettled = new Set([...unseeded, ...requests].map((row) => row.plugin));
  const ownedBy = Map.groupBy([...owned, ...grants], (row) => row.plugin);
  return {
    find: (slug) => bySlug.get(slug),
    isUninstalled: (slug) => uninstalled.has(slug) || bySlug.get(slug)?.state === 'uninstalled',
    all: () => plugins,
    isSettled: (plugin, generation) => {
      const row = bySlug.get(plugin.slug);
      return (
        row?.state === 'installed' &&
        row.active_generation === generation &&
        row.source === plugin.source &&
        row.folder === plugin.root &&
        !unsettled.has(plugin.slug)
      );
    },
    pendingRemovals: (plugin) => describeRemovals(plugin.manifest, ownedBy.get(plugin.slug) ?? []),
  };
}

/** Plugins that some organisation has not got yet. */
function findUnseeded(queries: Queries) {
  return queries
    .selectFrom('plugins')
    .innerJoin('orgs', (join) => join.onTrue())
    .leftJoin('plugin_org_state', (join) =>
      join
        .onRef('plugin_org_state.plugin', '=', 'plugins.slug')
        .onRef('plugin_org_state.org_id', '=', 'orgs.id'),
    )
    .select('plugins.slug as plugin')
    .where('plugin_org_state.plugin', 'is', null)
    .distinct()
    .execute();
}
