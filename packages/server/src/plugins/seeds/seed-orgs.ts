import type { PluginManifest } from '@honeyframe/contract/manifest';
import type { Queries } from '../../database/index.ts';
import { loadGroups, loadNamedGroups, loadSeeded } from './load-seeds.ts';
import { mergeSeeds } from './merge/merge-seeds.ts';
import { toKey } from './merge/seeded-state.ts';
import { resolveDescriptions, resolveWantedGroups } from './wanted-groups.ts';
import { writeSeeds } from './write-seeds.ts';

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
