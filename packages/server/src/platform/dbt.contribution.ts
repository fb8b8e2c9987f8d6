import path from 'node:path';
import { createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import {
  type Contribution,
  type ContributionPoint,
  type Offer,
  type PreparedContribution,
  prepareNothing,
} from '@honeyframe/host';
import { type DeclaredSource, readDeclaredSources } from '../connectors/index.ts';
import type { Queries } from '../database/index.ts';
import { type Dbt, toCatalogue } from '../dbt/index.ts';
import { type InstallablePlugin, settleOwnership } from '../plugins/index.ts';

/** dbt models: registers a plugin's workspace, and the raw sources that it declares. */
export interface DbtPoint extends ContributionPoint<InstallablePlugin, Queries> {
  /** Declared raw sources of the owners that pass. */
  sources(isWanted: (owner: string) => boolean): DeclaredSource[];
}

type Workspaces = Dbt['workspaces'];

export function createDbtPoint(workspaces: Workspaces): DbtPoint {
  const declared = new Map<string, readonly DeclaredSource[]>();

  const activate = async (plugin: InstallablePlugin, offers: readonly Offer[]): Promise<Contribution> => {
    const registration = toRegistration(plugin);
    await workspaces.register(registration);
    const sources = await readOwnSources(plugin, registration.folder);
    declared.set(plugin.slug, sources);
    return {
      offers,
      dispose: () => {
        // A newer version may have taken the place by now.
        if (declared.get(plugin.slug) !== sources) return;
        declared.delete(plugin.slug);
        workspaces.unregister(plugin.slug);
      },
    };
  };

  const prepare = async (plugin: InstallablePlugin): Promise<PreparedContribution<Queries>> => {
    if (!plugin.manifest.dbt_workspace)
      return { ...prepareNothing(), commit: (trx) => settleOwnership(trx, plugin.slug, kinds, []) };
    const registration = toRegistration(plugin);
    const { diagnostics, models } = await workspaces.inspect(registration);
    const offers = models.map((name): Offer => ({ surface: 'dbt', name, detail: null }));
    return {
      offers,
      diagnostics,
      examine: async () =>
        (await workspaces.tryParse(registration).catch(() => undefined)) ?? [sayLater(plugin)],
      commit: (trx) => recordModels(trx, plugin, models),
      activate: () => activate(plugin, offers),
      discard: () => {},
    };
  };

  return {
    name: 'dbt',
    essential: false,
    sources: (isWanted) => [...declared].flatMap(([owner, sources]) => (isWanted(owner) ? sources : [])),
    prepare,
  };
}

function sayLater({ slug }: InstallablePlugin): Diagnostic {
  return createDiagnostic('HF_DBT_PARSE_LATER', { plugin: slug, file: 'plugin.yaml' }, { workspace: slug });
}

const kinds = ['dbt_workspace', 'relation', 'source'] as const;

/** The ledger's view: the workspace, the tables that it builds, and the raw sources that it declares. */
async function recordModels(
  trx: Queries,
  plugin: InstallablePlugin,
  models: readonly string[],
): Promise<void> {
  const { slug } = plugin;
  const sources = await readOwnSources(plugin, toRegistration(plugin).folder);
  await settleOwnership(trx, slug, kinds, [
    { kind: 'dbt_workspace', name: slug },
    ...models.map((name) => ({ kind: 'relation' as const, name: `${toCatalogue(slug)}.${name}` })),
    ...sources.map(({ schema }) => ({ kind: 'source' as const, name: schema })),
  ]);
}

function toRegistration({ slug, root, manifest }: InstallablePlugin) {
  return {
    slug,
    display_name: manifest.display_name,
    owner: slug,
    folder: path.join(root, manifest.dbt_workspace ?? ''),
    requires: Object.keys(manifest.requires.plugins),
  };
}

/** A source that is another plugin's workspace is built, not imported. */
async function readOwnSources(plugin: InstallablePlugin, folder: string): Promise<DeclaredSource[]> {
  const built = new Set(Object.keys(plugin.manifest.requires.plugins).map(toCatalogue));
  const sources = await readDeclaredSources({ folder, root: plugin.root, owner: plugin.slug });
  return sources.filter((source) => !built.has(source.schema));
}
