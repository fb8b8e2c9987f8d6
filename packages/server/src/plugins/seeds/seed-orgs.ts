import type { PluginManifest } from '@honeyframe/contract/manifest';
import type { Queries } from '../../database/index.ts';
import { loadGroups, loadNamedGroups, loadSeeded } from './load-seeds.ts';
import { mergeSeeds } from './merge/merge-seeds.ts';
import { toKey } from './merge/seeded-state.ts';
import { resolveDescriptions, resolveWantedGroups } from './wanted-groups.ts';
import { writeFirstSeeds, writeSeeds } from './write-seeds.ts';

export interface SeedOrgsOptions {
  readonly manifest: PluginManifest;
  readonly orgIds: readonly string[];
  /** Permissions that wait for approval; they can be neither seeded nor granted. */
  readonly pending: ReadonlySet<string>;
}

/**
 * Brings a plugin's groups into organisations without a plan: what is new is added, nothing is taken away. For first
 * installations, new organisations, approved permissions and edited folders.
 */
export async function seedOrgs(
  queries: Queries,
  { manifest, orgIds, pending }: SeedOrgsOptions,
): Promise<void> {
  if (manifest.seed_groups.length === 0) return;
  const plugin = manifest.name;
  const wanted = resolveWantedGroups(manifest, pending);
  const seeded = await loadSeeded(queries, plugin, orgIds);
  const names = wanted.map(({ name }) => toKey(name));
  const ids = [...seeded.values()].flat().flatMap(({ group_id }) => group_id ?? []);
  // At a first installation names are all that can be in the way; a start installs many plugins.
  const groups =
    ids.length === 0
      ? await loadNamedGroups(queries, orgIds, names)
      : await loadGroups(queries, { orgIds, ids, names, permissions: [] });
  const orgs = orgIds.map((org_id) => {
    const previous = seeded.get(org_id) ?? [];
    const current = groups.get(org_id) ?? [];
    const merge = { plugin, base: previous, current, wanted, vanishing: new Set<string>() };
    const { steps, base } = mergeSeeds({ ...merge, removals: 'hold' });
    return { org_id, steps, previous, base };
  });
  await writeSeeds(queries, {
    plugin,
    version: manifest.version,
    descriptions: resolveDescriptions(manifest),
    orgs,
  });
}

/** What a first installation brings, by plugin. */
export interface FirstSeeds {
  readonly manifests: readonly PluginManifest[];
  readonly orgIds: readonly string[];
}

/**
 * The groups of plugins of which nothing is there yet, all at once.
 * @returns false where an organisation has a group of such a name: then nothing is written, and each has to be merged.
 */
export async function seedFirst(queries: Queries, { manifests, orgIds }: FirstSeeds): Promise<boolean> {
  const nothing: ReadonlySet<string> = new Set();
  const names = manifests.flatMap(({ seed_groups }) => seed_groups.map(({ name }) => toKey(name)));
  if (names.length === 0 || orgIds.length === 0) return true;
  if ((await loadNamedGroups(queries, orgIds, names)).size > 0) return false;
  const writings = manifests.map((manifest) => {
    const wanted = resolveWantedGroups(manifest, nothing);
    const merge = { plugin: manifest.name, base: [], current: [], wanted, vanishing: nothing };
    const { steps, base } = mergeSeeds({ ...merge, removals: 'hold' });
    return {
      plugin: manifest.name,
      version: manifest.version,
      descriptions: resolveDescriptions(manifest),
      orgs: orgIds.map((org_id) => ({ org_id, steps, previous: [], base })),
    };
  });
  await writeFirstSeeds(queries, writings);
  return true;
}
