import { createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import type { PluginManifest, Positions } from '@honeyframe/contract/manifest';
import satisfies from 'semver/functions/satisfies.js';
import packageJson from '../../package.json' with { type: 'json' };
import type { DiscoveredPlugin } from './discovered-plugin.ts';

/** Where the fields of a plugin's manifest stand. */
export type PositionsOf = (plugin: DiscoveredPlugin) => Positions | undefined;

/**
 * Makes plugins invalid whose needs are not met, by the platform's version or by another plugin. One that becomes
 * invalid can take others with it, so it is repeated until nothing changes.
 */
export function checkRequirements(
  plugins: readonly DiscoveredPlugin[],
  platformVersion: string = packageJson.version,
  positionsOf: PositionsOf = () => undefined,
): DiscoveredPlugin[] {
  let current = [...plugins];
  for (;;) {
    const valid = new Map(
      current.flatMap(({ state, manifest }) =>
        state === 'valid' && manifest ? [[manifest.name, manifest]] : [],
      ),
    );
    let changed = false;
    current = current.map((plugin) => {
      const unmet =
        plugin.state === 'valid' ? findUnmet(plugin, valid, platformVersion, positionsOf(plugin)) : [];
      if (unmet.length === 0) return plugin;
      changed = true;
      return { ...plugin, state: 'invalid', diagnostics: [...plugin.diagnostics, ...unmet] };
    });
    if (!changed) return current.map((plugin) => noteCycle(plugin, valid, positionsOf(plugin)));
  }
}

/** Plugins that need each other are started in the order of their names, so that neither meets the other ready. */
function noteCycle(
  plugin: DiscoveredPlugin,
  valid: ReadonlyMap<string, PluginManifest>,
  positions: Positions | undefined,
): DiscoveredPlugin {
  if (plugin.state !== 'valid') return plugin;
  const cycle = findCycle(plugin.slug, valid);
  if (!cycle) return plugin;
  const place = { plugin: plugin.slug, file: plugin.manifest_file, ...positions?.(['requires', 'plugins']) };
  const diagnostic = createDiagnostic('HF_PLUGIN_REQUIRES_CYCLE', place, { cycle: cycle.join(' → ') });
  return { ...plugin, diagnostics: [...plugin.diagnostics, diagnostic] };
}

/** A way from a plugin back to itself; the first in the order of names. */
function findCycle(slug: string, valid: ReadonlyMap<string, PluginManifest>): string[] | undefined {
  const seen = new Set<string>();
  const follow = (name: string, way: readonly string[]): string[] | undefined => {
    for (const next of Object.keys(valid.get(name)?.requires.plugins ?? {}).sort()) {
      if (next === slug) return [...way, slug];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = follow(next, [...way, next]);
      if (found) return found;
    }
    return undefined;
  };
  return follow(slug, [slug]);
}

/** Whether other things than the plugin itself decide about it. */
export function requiresAnything({ requires }: PluginManifest): boolean {
  return requires.honeyframe !== undefined || Object.keys(requires.plugins).length > 0;
}

function findUnmet(
  { manifest, manifest_file: file, slug }: DiscoveredPlugin,
  valid: ReadonlyMap<string, PluginManifest>,
  version: string,
  positions: Positions | undefined,
): Diagnostic[] {
  if (!manifest || !requiresAnything(manifest)) return [];
  const { honeyframe, plugins } = manifest.requires;
  const unmet: Diagnostic[] = [];
  if (honeyframe !== undefined && !satisfies(version, honeyframe, { includePrerelease: true })) {
    const place = { plugin: slug, file, ...positions?.(['requires', 'honeyframe']) };
    unmet.push(createDiagnostic('HF_PLUGIN_NEEDS_PLATFORM', place, { range: honeyframe, version }));
  }
  for (const [required, range] of Object.entries(plugins)) {
    const found = describeLack(valid.get(required), range);
    if (found === undefined) continue;
    const place = { plugin: slug, file, ...positions?.(['requires', 'plugins', required]) };
    unmet.push(createDiagnostic('HF_PLUGIN_NEEDS_PLUGIN', place, { required, range, found }));
  }
  return unmet;
}

function describeLack(manifest: PluginManifest | undefined, range: string): string | undefined {
  if (!manifest) return 'there is no valid plugin of that name';
  return satisfies(manifest.version, range, { includePrerelease: true })
    ? undefined
    : `${manifest.version} is there`;
}
