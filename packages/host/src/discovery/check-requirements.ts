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
    if (!changed) return current;
  }
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
