import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Queries } from '../../database/index.ts';
import { describeRemovals, type InstallablePlugin, removableKinds } from './install-plugin.ts';
import { readMigrations } from './plugin-migrations.ts';

/** What an earlier start installed and this one finds again, so that there is nothing to do. */
export interface InstalledPlugin {
  readonly installedAt: Date;
  readonly pendingRemovals: readonly { kind: string; name: string }[];
}

/**
 * Finds the plugins that are installed exactly as their folders say now, in a handful of queries for all of them: a
 * transaction for each would be most of a second start.
 */
export async function recallInstalled(
  queries: Queries,
  plugins: readonly InstallablePlugin[],
): Promise<Map<string, InstalledPlugin>> {
  const state = await readState(queries);
  const recalled = new Map<string, InstalledPlugin>();
  for (const plugin of plugins) {
    const row = state.plugins.get(plugin.slug);
    if (!row || !isSame(row, plugin) || state.unsettled.has(plugin.slug)) continue;
    if (!(await hasAllMigrations(plugin, state.migrations.get(plugin.slug)))) continue;
    const owned = state.owned.get(plugin.slug) ?? [];
    recalled.set(plugin.slug, {
      installedAt: row.installed_at,
      pendingRemovals: describeRemovals(plugin.manifest, owned),
    });
  }
  return recalled;
}

type State = Awaited<ReturnType<typeof readState>>;
type PluginRow = State['plugins'] extends Map<string, infer Row> ? Row : never;

async function readState(queries: Queries) {
  const [plugins, unseeded, requests, migrations, owned] = await Promise.all([
    queries
      .selectFrom('plugins')
      .select(['slug', 'version', 'source', 'folder', 'manifest', 'state', 'installed_at'])
      .execute(),
    findUnseeded(queries),
    queries.selectFrom('permission_requests').select('plugin').distinct().execute(),
    queries.selectFrom('plugin_migrations').select(['plugin', 'file', 'checksum']).execute(),
    queries
      .selectFrom('plugin_ledger')
      .select(['plugin', 'kind', 'name'])
      .where('kind', 'in', removableKinds)
      .orderBy('id')
      .execute(),
  ]);
  return {
    plugins: new Map(plugins.map((row) => [row.slug, row])),
    // A request may have been decided since: what it allows is seeded by an installation.
    unsettled: new Set([...unseeded, ...requests].map((row) => row.plugin)),
    migrations: Map.groupBy(migrations, (row) => row.plugin),
    owned: Map.groupBy(owned, (row) => row.plugin),
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

function isSame(row: PluginRow, { manifest, source, root }: InstallablePlugin): boolean {
  return (
    row.state === 'installed' &&
    row.version === manifest.version &&
    row.source === source &&
    row.folder === root &&
    // The database sorts the keys, and JSON knows no `undefined`.
    isDeepStrictEqual(row.manifest, JSON.parse(JSON.stringify(manifest)))
  );
}

type AppliedMigration = { readonly file: string; readonly checksum: string };

async function hasAllMigrations(
  { root, manifest }: InstallablePlugin,
  applied: readonly AppliedMigration[] = [],
): Promise<boolean> {
  if (!manifest.migrations) return true;
  const checksums = new Map(applied.map(({ file, checksum }) => [file, checksum]));
  const files = await readMigrations(path.join(root, manifest.migrations)).catch(() => undefined);
  return files?.every((file) => checksums.get(file.name) === file.checksum) ?? false;
}
