import type { Queries } from '../database/index.ts';

/** Which plugins are enabled where. Answered from memory on the path of every request. */
export interface PluginAccess {
  isEnabled(slug: string, orgId: string): boolean;
  /** Reads the table again; called after every change of it, on this node or another. */
  refresh(): Promise<void>;
}

export function createPluginAccess(queries: Queries): PluginAccess {
  let enabled = new Set<string>();
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const read = async (): Promise<void> => {
    const rows = await queries
      .selectFrom('plugin_org_state')
      .selectAll()
      .where('enabled', '=', true)
      .execute();
    enabled = new Set(rows.map((row) => key(row.plugin, row.org_id)));
  };
  return {
    isEnabled: (slug, orgId) => enabled.has(key(slug, orgId)),
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

function key(slug: string, orgId: string): string {
  return `${slug} ${orgId}`;
}
