import type { Contribution, ContributionPoint } from '@honeyframe/host';
import { placeBlocks } from '../dashboards/index.ts';
import type { Database } from '../database/index.ts';
import type { Frontend, FrontendSource, PluginBundle, PluginFrontend } from '../frontend/index.ts';
import type { InstallablePlugin } from './install/install-plugin.ts';
import { recordOwnership } from './install/ledger.ts';

/** Pages and blocks: builds a plugin's frontend and places its blocks on every Home. */
export interface FrontendPoint extends ContributionPoint<InstallablePlugin> {
  find(slug: string): PluginBundle | undefined;
  bundles(): PluginBundle[];
  /** Starts to build them all at once; `attach` then waits for its own. */
  prepare(plugins: readonly InstallablePlugin[]): void;
}

const nothing: Contribution = { diagnostics: [], dispose: () => {} };

export function createFrontendPoint(frontend: Frontend, database: Database): FrontendPoint {
  const bundles = new Map<string, PluginBundle>();
  const builds = new Map<string, Promise<PluginFrontend | undefined>>();
  const build = (plugin: InstallablePlugin) => {
    const source = toSource(plugin);
    return source ? frontend.buildPlugins([source]).then(([result]) => result) : Promise.resolve(undefined);
  };
  return {
    name: 'frontend',
    essential: false,
    find: (slug) => bundles.get(slug),
    bundles: () => [...bundles.values()],
    prepare: (plugins) => {
      for (const plugin of plugins) builds.set(plugin.slug, build(plugin));
    },
    attach: async (plugin) => {
      const result = await (builds.get(plugin.slug) ?? build(plugin));
      builds.delete(plugin.slug);
      if (!result) return nothing;
      const { bundle, diagnostics } = result;
      if (!bundle) return { diagnostics, dispose: () => {} };
      bundles.set(plugin.slug, bundle);
      await placeEverywhere(database, bundle);
      return { diagnostics, dispose: () => void bundles.delete(plugin.slug) };
    },
  };
}

function toSource({ slug, root, manifest }: InstallablePlugin): FrontendSource | undefined {
  if (!manifest.frontend_entry) return undefined;
  return { slug, root, entry: manifest.frontend_entry, permissions: manifest.permissions };
}

async function placeEverywhere(database: Database, bundle: PluginBundle): Promise<void> {
  const orgs = await database.queries.selectFrom('orgs').select('id').execute();
  for (const { id } of orgs) {
    await database.queries.transaction().execute(async (trx) => {
      const placed = await placeBlocks(trx, id, bundle.slug, bundle.blocks);
      await recordOwnership(
        trx,
        bundle.slug,
        placed.map((name) => ({ kind: 'placement' as const, name, org_id: id })),
      );
    });
  }
}
