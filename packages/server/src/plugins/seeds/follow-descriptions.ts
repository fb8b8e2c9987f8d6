import type { PluginManifest } from '@honeyframe/contract/manifest';
import type { Queries } from '../../database/index.ts';
import { resolveDescriptions } from './wanted-groups.ts';

/** Takes up new words for the plugin's groups, in every organisation whose administrators left the old ones. */
export async function followDescriptions(
  queries: Queries,
  before: PluginManifest,
  after: PluginManifest,
): Promise<void> {
  const old = resolveDescriptions(before);
  const changed = Object.entries(resolveDescriptions(after)).filter(([name, text]) => {
    return old[name] !== undefined && old[name] !== text;
  });
  for (const [name, description] of changed) {
    await queries
      .updateTable('groups')
      .set({ description })
      .where('owner', '=', after.name)
      .where('description', '=', old[name] ?? '')
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('plugin_seeded_groups')
          .select('group_id')
          .where('plugin', '=', after.name)
          .where('seed_key', '=', name)
          .where('group_id', 'is not', null)
          .$narrowType<{ group_id: string }>(),
      )
      .execute();
  }
}
