import { existsSync } from 'node:fs';
import type { PluginRecord } from '../plugin-record.ts';
import type { LifeCycleOptions } from './life-cycle-options.ts';
import { retire } from './switch-plugin.ts';

/**
 * A folder that vanished may be an unmounted disk: routes, pages and models are off, data, groups and grants are kept, and
 * the folder's return brings everything back. A plugin that was never installed is forgotten.
 */
export async function loseFolder(record: PluginRecord, options: LifeCycleOptions): Promise<void> {
  const { slug } = record.discovered;
  const unlock = await options.locks.wait(slug);
  try {
    // It may have come back while another step had its turn.
    if (existsSync(record.discovered.root)) return;
    if (record.installedAt === null) {
      options.plugins.forget(slug);
      return;
    }
    options.retirements.add(retire(record.running?.contributions ?? []));
    record.running = undefined;
    record.state = 'missing';
    await options.database.queries
      .updateTable('plugins')
      .set({ state: 'missing' })
      .where('slug', '=', slug)
      .execute();
    options.log.warn({ plugin: slug }, 'the folder of a plugin is gone');
  } finally {
    unlock();
  }
}
