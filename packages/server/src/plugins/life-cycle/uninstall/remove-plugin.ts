import type { PluginTraces } from '@honeyframe/host';
import type { Database, Queries } from '../../../database/index.ts';
import { handOverPermissions } from '../../install/hand-over-permissions.ts';
import { lockPlugin } from '../../install/install-plugin.ts';
import { keptKinds } from '../../install/ledger.ts';
import { retryLockedOut } from '../../install/retry-locked-out.ts';
import { forgetUninstalled, rememberUninstalled } from '../../install/uninstalled-plugins.ts';
import { applySeeds, type SeedPlan } from '../../seeds/index.ts';
import { requireSameInstallation, type UninstalledRow } from './find-installation.ts';
import { type TrashedFolder, trashFolder } from './folder-trash.ts';

export interface RemovePluginOptions {
  readonly installed: UninstalledRow;
  readonly dataDir: string;
  readonly data: 'keep' | 'purge';
  readonly seeds: SeedPlan;
  readonly traces: readonly PluginTraces<Queries>[];
  /** Whether a folder stays that a start would install by itself. */
  readonly isRemembered: boolean;
  readonly record: (trx: Queries) => Promise<void>;
}

export interface RemovedPlugin {
  /** Removes what is not in the database; what fails is found by the next start. */
  readonly removeFiles: (queries: Queries) => Promise<void>;
}

/** Everything that a plugin has, in one transaction. Throws, HF_PLUGIN_LOCKED say; then nothing is removed. */
export function removePlugin(database: Database, options: RemovePluginOptions): Promise<RemovedPlugin> {
  return retryLockedOut(options.installed.slug, () => attemptRemoval(database, options));
}

async function attemptRemoval(
  { ownerQueries }: Database,
  options: RemovePluginOptions,
): Promise<RemovedPlugin> {
  const { installed, dataDir, data } = options;
  let folder: TrashedFolder | undefined;
  try {
    const removed = await ownerQueries.transaction().execute(async (trx) => {
      await lockPlugin(trx, installed.slug);
      await requireSameInstallation(trx, installed);
      const rows = await removeRows(trx, options);
      // The last thing before the commit: as short a time as can be in which a crash leaves it to the next start.
      if (data === 'purge') folder = await trashFolder(dataDir, installed);
      return rows;
    });
    return {
      removeFiles: async (queries) => {
        await folder?.remove();
        for (const removeFiles of removed) await removeFiles(queries);
      },
    };
  } catch (error) {
    await folder?.putBack();
    throw error;
  }
}

async function removeRows(trx: Queries, options: RemovePluginOptions) {
  const { installed, data, seeds, traces, isRemembered } = options;
  const { slug } = installed;
  await applySeeds(trx, seeds);
  await handOverPermissions(trx, slug);
  const files: ((queries: Queries) => Promise<void>)[] = [];
  for (const each of traces) {
    if (data === 'purge' || !each.isKept) files.push(await each.purge(trx, slug));
  }
  await options.record(trx);
  if (data === 'keep') await leaveData(trx, slug);
  else await removePluginRow(trx, slug);
  if (data === 'purge' && isRemembered) await rememberUninstalled(trx, slug);
  else await forgetUninstalled(trx, slug);
  return files;
}

/** The row stays, so that a later installation finds what is kept. */
async function leaveData(trx: Queries, slug: string): Promise<void> {
  await trx
    .updateTable('plugins')
    .set({ state: 'uninstalled', active_generation: null, held_generation: null, updated_at: new Date() })
    .where('slug', '=', slug)
    .execute();
  await trx.deleteFrom('plugin_generations').where('plugin', '=', slug).execute();
  await trx.deleteFrom('plugin_org_state').where('plugin', '=', slug).execute();
  await trx.deleteFrom('plugin_seeded_groups').where('plugin', '=', slug).execute();
  await trx
    .deleteFrom('plugin_ledger')
    .where('plugin', '=', slug)
    .where('kind', 'not in', [...keptKinds])
    .execute();
}

/** Steps go with it; the audit log keeps who did what, and why. */
async function removePluginRow(trx: Queries, slug: string): Promise<void> {
  await trx.deleteFrom('plugin_steps').where('plugin', '=', slug).execute();
  await trx.deleteFrom('plugins').where('slug', '=', slug).execute();
}
