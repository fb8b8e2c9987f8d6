import type { PluginManifest } from '@honeyframe/contract/manifest';
import type { Database } from '../../database/index.ts';
import { installEverywhere } from '../install/install-everywhere.ts';
import type { InstalledRow } from './find-installed.ts';
import type { PluginVersion } from './plugin-code.ts';

/**
 * After a switch that failed: names the version before again, so that a restart starts what runs, and gives it back the
 * permissions and groups that the new one dropped. Tables stay as the new version's migrations made them; they must work
 * with the previous code.
 */
export async function restoreRow(
  { ownerQueries }: Database,
  { plugin }: PluginVersion,
  installed: InstalledRow,
): Promise<void> {
  const row = installed
    ? {
        active_generation: installed.active_generation,
        version: installed.version,
        manifest: JSON.stringify(installed.manifest),
        source: installed.source,
        folder: installed.folder,
        held_generation: installed.held_generation,
      }
    : { state: 'failed' };
  await ownerQueries.transaction().execute(async (trx) => {
    await trx.updateTable('plugins').set(row).where('slug', '=', plugin.slug).execute();
    // It was valid when it was installed.
    if (installed) await installEverywhere(trx, installed.manifest as unknown as PluginManifest);
  });
}
