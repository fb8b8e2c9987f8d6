import { createDiagnostic, type Diagnostic } from '@honeyframe/contract';
import { checkRequirements } from '@honeyframe/host';
import { findManifest, type InstallablePlugin, type PluginRecord } from '../../plugin-record.ts';

/** What the platform and the other plugins say to a version: what it needs, and who needs another one of it. */
export function findUnmetNeeds(plugin: InstallablePlugin, records: readonly PluginRecord[]): Diagnostic[] {
  const others = records.flatMap(({ running }) =>
    running && running.plugin.slug !== plugin.slug ? [running.plugin] : [],
  );
  const before = new Set(others.map(({ slug }) => slug));
  const checked = checkRequirements([plugin, ...others]);
  return checked.flatMap(({ slug, state, diagnostics }) => {
    if (state === 'valid' || (slug !== plugin.slug && !before.has(slug))) return [];
    return diagnostics.filter(({ severity }) => severity === 'error');
  });
}

/** Plugins that run and name this one in `requires`. */
export function findDependents(slug: string, records: readonly PluginRecord[]): string[] {
  return records
    .filter((record) => record.running && slug in (findManifest(record)?.requires.plugins ?? {}))
    .map((record) => record.discovered.slug);
}

export function refuseNeeded(slug: string, dependents: readonly string[]): Diagnostic[] {
  if (dependents.length === 0) return [];
  const context = { plugin: slug, plugins: dependents.map((name) => `'${name}'`).join(', ') };
  return [createDiagnostic('HF_PLUGIN_NEEDED', { plugin: slug, file: 'plugin.yaml' }, context)];
}
