import {
  type Contribution,
  type ContributionPoint,
  type Offer,
  type PreparedContribution,
  type PrepareOptions,
  prepareNothing,
} from '@honeyframe/host';
import { placeBlocks } from '../dashboards/index.ts';
import type { Queries } from '../database/index.ts';
import type { Frontend, FrontendSource, PluginBundle } from '../frontend/index.ts';
import type { OrgSeeder } from '../orgs/index.ts';
import { recordOwnership } from './install/ledger.ts';
import type { InstallablePlugin } from './plugin-record.ts';
import { Succession } from './succession.ts';

/** Pages and blocks: builds a plugin's frontend and places its blocks on every Home. */
export interface FrontendPoint extends ContributionPoint<InstallablePlugin, Queries> {
  find(slug: string): PluginBundle | undefined;
  bundles(): PluginBundle[];
  /** Places the blocks of what runs on the Home of an organisation that is new. */
  readonly seedOrg: OrgSeeder;
}

export function createFrontendPoint(frontend: Frontend): FrontendPoint {
  const bundles = new Succession<PluginBundle>();

  const activate = (bundle: PluginBundle): Contribution => {
    return {
      offers: toOffers(bundle),
      dispose: bundles.add(bundle.slug, bundle),
    };
  };

  const prepare = async (
    plugin: InstallablePlugin,
    options?: PrepareOptions,
  ): Promise<PreparedContribution<Queries>> => {
    const source = toSource(plugin);
    if (!source) return prepareNothing();
    const [result] = await frontend.buildPlugins([source], options);
    const bundle = result?.bundle;
    if (!bundle) return prepareNothing(result?.diagnostics);
    return {
      offers: toOffers(bundle),
      diagnostics: result.diagnostics,
      commit: (trx) => placeEverywhere(trx, bundle),
      activate: () => activate(bundle),
      // What was built stays in the cache: the next plan of the same code has it at once.
      discard: () => {},
    };
  };

  return {
    name: 'frontend',
    essential: false,
    find: (slug) => bundles.find(slug),
    bundles: () => bundles.all(),
    seedOrg: async (trx, org) => {
      for (const bundle of bundles.all()) await placeIn(trx, org.id, bundle);
    },
    prepare,
  };
}

function toOffers({ pages, blocks }: PluginBundle): Offer[] {
  return [
    ...pages.map(
      ({ path, title, permission }): Offer => ({
        surface: 'pages',
        name: path,
        detail: permission ? `${title}, ${permission}` : title,
      }),
    ),
    ...blocks.map(
      ({ type, title, permission }): Offer => ({
        surface: 'blocks',
        name: type,
        detail: permission ? `${title}, ${permission}` : title,
      }),
    ),
  ];
}

function toSource({ slug, root, manifest }: InstallablePlugin): FrontendSource | undefined {
  if (!manifest.frontend_entry) return undefined;
  return { slug, root, entry: manifest.frontend_entry, permissions: manifest.permissions };
}

async function placeEverywhere(trx: Queries, bundle: PluginBundle): Promise<void> {
  await recordOwnership(trx, bundle.slug, [{ kind: 'file', name: `builds/plugins/${bundle.slug}` }]);
  const orgs = await trx.selectFrom('orgs').select('id').execute();
  for (const { id } of orgs) await placeIn(trx, id, bundle);
}

async function placeIn(trx: Queries, orgId: string, { slug, blocks }: PluginBundle): Promise<void> {
  const placed = await placeBlocks(trx, orgId, slug, blocks);
  const entries = placed.map((name) => ({ kind: 'placement' as const, name, org_id: orgId }));
  await recordOwnership(trx, slug, entries);
}
