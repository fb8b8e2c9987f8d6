import type { Queries } from '../database/index.ts';

/** Which plugins are enabled where. Answered from memory on the path of every request. */
export interface PluginAccess {
  isEnabled(slug: string, orgId: string): boolean;
  /** In at least one organisation. */
  isEnabledAnywhere(slug: string): boolean;
  /** Reads the table again; called after every change of it, on this node or another. */
  refresh(): Promise<void>;
}

export function createPluginAccess(queries: Queries): PluginAccess {
  let enabled = new Map<string, Set<string>>();
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const read = async (): Promise<void> => {
    const rows = await queries
      .selectFrom('plugin_org_state')
      .selectAll()
      .where('enabled', '=', true)
      .execute();
    enabled = groupByPlugin(rows);
  };
  return {
    isEnabled: (slug, orgId) => enabled.get(slug)?.has(orgId) ?? false,
    isEnabledAnywhere: (slug) => enabled.has(slug),
    // Whoever asks while one reading runs shares the one after it: that sees what was written before he asked.
    refresh: () => {
      next ??= running
        .catch(() => {})
        .then(() => {
          next = undefined;
          running = read();
          return running;
        });
      return next;
    },
  };
}

function groupByPlugin(rows: readonly { plugin: string; org_id: string }[]): Map<string, Set<string>> {
  const orgs = new Map<string, Set<string>>();
  for (const { plugin, org_id } of rows) {
    const known = orgs.get(plugin);
    if (known) known.add(org_id);
    else orgs.set(plugin, new Set([org_id]));
  }
  return orgs;
}
