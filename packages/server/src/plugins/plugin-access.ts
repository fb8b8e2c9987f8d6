import type { Queries } from '../database/index.ts';

/** Which plugins are enabled where. Answered from memory on the path of every request. */
export interface PluginAccess {
  isEnabled(slug: string, orgId: string): boolean;
  /** Reads the table again; called after every change of it, on this node or another. */
  refresh(): Promise<void>;
}

export function createPluginAccess(queries: Queries): PluginAccess {
  let enabled = new Set<string>();
  let latest = 0;
  return {
    isEnabled: (slug, orgId) => enabled.has(key(slug, orgId)),
    refresh: async () => {
      latest += 1;
      const turn = latest;
      const rows = await queries
        .selectFrom('plugin_org_state')
        .selectAll()
        .where('enabled', '=', true)
        .execute();
      // A slower answer to an older question must not replace a newer one.
      if (turn === latest) enabled = new Set(rows.map((row) => key(row.plugin, row.org_id)));
    },
  };
}

function key(slug: string, orgId: string): string {
  return `${slug} ${orgId}`;
}
