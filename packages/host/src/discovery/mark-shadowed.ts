import { createDiagnostic } from '@honeyframe/contract';
import type { DiscoveredPlugin, PluginSource } from './discovered-plugin.ts';

const precedence: Readonly<Record<PluginSource, number>> = { customer: 0, package: 1, bundled: 2 };

/**
 * Orders plugins by slug, and marks those that the same slug at a better place hides. Validity does not count: a
 * customer's copy that is broken must not silently bring the bundled one back, whose code may be older than the data.
 */
export function markShadowed(plugins: readonly DiscoveredPlugin[]): DiscoveredPlugin[] {
  const winners = new Map<string, DiscoveredPlugin>();
  const ordered = [...plugins].sort(byPrecedence);
  return ordered.map((plugin) => {
    const winner = winners.get(plugin.slug);
    if (winner) return shadow(plugin, winner);
    if (plugin.has_manifest) winners.set(plugin.slug, plugin);
    return plugin;
  });
}

function shadow(plugin: DiscoveredPlugin, winner: DiscoveredPlugin): DiscoveredPlugin {
  // A leftover beside the real one keeps its own problem.
  if (!plugin.has_manifest) return plugin;
  const place = { plugin: plugin.slug, file: plugin.manifest_file };
  const diagnostic = createDiagnostic('HF_PLUGIN_SHADOWED', place, {
    name: plugin.slug,
    winner: winner.root,
  });
  return {
    ...plugin,
    state: 'shadowed',
    shadowed_by: winner.root,
    diagnostics: [...plugin.diagnostics, diagnostic],
  };
}

function byPrecedence(left: DiscoveredPlugin, right: DiscoveredPlugin): number {
  if (left.slug !== right.slug) return left.slug < right.slug ? -1 : 1;
  return precedence[left.source] - precedence[right.source] || (left.root < right.root ? -1 : 1);
}
