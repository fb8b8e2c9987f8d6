import type { JsonSchema } from '@honeyframe/contract/manifest';
import type { AccessChanges } from '../auth/index.ts';

/** What routers get as `ctx.settings`: frozen, with defaults and secrets. */
export type SettingsSnapshot = Readonly<Record<string, unknown>>;

type Read = (plugin: string, orgId: string, schema: JsonSchema) => Promise<SettingsSnapshot>;

interface Kept {
  readonly schema: JsonSchema;
  readonly snapshot: SettingsSnapshot;
}

/** Snapshots in memory, forgotten whenever settings change on this node or another. */
export interface SettingsSnapshots {
  peek(plugin: string, orgId: string, schema: JsonSchema): SettingsSnapshot | undefined;
  load: Read;
}

export function createSettingsSnapshots(
  changes: Pick<AccessChanges, 'onSettingsChange' | 'isListening'>,
  read: Read,
): SettingsSnapshots {
  const kept = new Map<string, Kept>();
  let changed = 0;
  changes.onSettingsChange(() => {
    changed += 1;
    kept.clear();
  });
  return {
    peek: (plugin, orgId, schema) => {
      const found = kept.get(`${plugin} ${orgId}`);
      return found?.schema === schema ? found.snapshot : undefined;
    },
    load: async (plugin, orgId, schema) => {
      const before = changed;
      const snapshot = await read(plugin, orgId, schema);
      // What was read before a change must not be kept after it; and changes elsewhere are heard only while listening.
      if (changed === before && changes.isListening()) kept.set(`${plugin} ${orgId}`, { schema, snapshot });
      return snapshot;
    },
  };
}
