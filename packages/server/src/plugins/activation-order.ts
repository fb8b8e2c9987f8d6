import type { InstallablePlugin } from './plugin-record.ts';

/** Plugins after those that they require. Members of a cycle come in the order of their names. */
export function resolveActivationOrder(plugins: readonly InstallablePlugin[]): InstallablePlugin[] {
  const bySlug = new Map(plugins.map((plugin) => [plugin.slug, plugin]));
  const ordered: InstallablePlugin[] = [];
  const seen = new Set<string>();
  const visit = (plugin: InstallablePlugin): void => {
    if (seen.has(plugin.slug)) return;
    seen.add(plugin.slug);
    for (const name of Object.keys(plugin.manifest.requires.plugins).sort()) {
      const required = bySlug.get(name);
      if (required) visit(required);
    }
    ordered.push(plugin);
  };
  for (const plugin of plugins.toSorted((a, b) => a.slug.localeCompare(b.slug))) visit(plugin);
  return ordered;
}
