import type { PluginPlan } from '@honeyframe/contract/api';
import type { Queries } from '../../database/index.ts';
import { type InstallOptions, type InstallResult, installPlugin } from '../install/install-plugin.ts';
import type { PluginRecord } from '../plugin-record.ts';
import type { InstalledRow } from './find-installed.ts';
import type { LifeCycleOptions } from './life-cycle-options.ts';
import type { PluginVersion } from './plugin-code.ts';
import type { PreparedPlugin } from './prepare-plugin.ts';
import { restoreRow } from './restore-row.ts';
import { switchPlugin } from './switch-plugin.ts';

export interface BringUp extends Pick<InstallOptions, 'seeds' | 'undo'> {
  readonly version: PluginVersion;
  readonly prepared: PreparedPlugin;
  readonly record: PluginRecord;
  readonly installed: InstalledRow;
  /** The content of the folder that is not to run by itself. */
  readonly held: string | null;
  readonly plan: PluginPlan;
  readonly also: (trx: Queries) => Promise<void>;
}

/**
 * Makes a prepared version the one that runs: one transaction, whose row names it, then the switch. A switch that fails
 * restores the code, never the schema.
 */
export async function bringUp(options: LifeCycleOptions, step: BringUp): Promise<void> {
  const { version, prepared, record, installed } = step;
  const { database, plugins, access, changes } = options;
  let forgotten: string[] = [];
  const result = await installPlugin(database, {
    ...version,
    expected: installed?.active_generation ?? undefined,
    isRepeatable: false,
    ...(step.seeds && { seeds: step.seeds }),
    ...(step.undo && { undo: step.undo }),
    also: async (trx) => {
      await prepared.commit(trx);
      await trx
        .updateTable('plugins')
        .set({ held_generation: step.held })
        .where('slug', '=', version.plugin.slug)
        .execute();
      forgotten = await forgetOldGenerations(trx, version.plugin.slug);
      await step.also(trx);
    },
  });
  const before = options.routers.find(version.plugin.slug);
  // From here on the database names the new version: a crash would start with it.
  try {
    const retirement = await switchPlugin(record, version, prepared);
    options.retirements.add(retirement);
    // A version that is finishing its last requests may still import a file of its own.
    void retirement.done.then(() => removeCopies(options, forgotten));
  } catch (error) {
    await restoreRow(database, version, installed);
    throw error;
  }
  settle(record, step, result);
  const served = options.routers.find(version.plugin.slug);
  if (served) options.health.guard({ plan: step.plan, served, before });
  plugins.keep(record);
  changes.announce();
  await access.refresh();
  options.onAttached?.(version.plugin.slug);
}

function settle(record: PluginRecord, { version, prepared }: BringUp, result: InstallResult): void {
  if (record.discovered.state !== 'valid') record.discovered = version.plugin;
  record.state = prepared.health === 'sound' ? 'active' : 'quarantined';
  record.problems = [...prepared.diagnostics];
  record.pending = result.pending;
  record.pendingRemovals = result.pendingRemovals;
  record.installedAt = result.installedAt.toISOString();
}

/** The one that runs, and those that somebody can go back to. */
const KEPT_GENERATIONS = 5;

async function forgetOldGenerations(trx: Queries, slug: string): Promise<string[]> {
  const kept = trx
    .selectFrom('plugin_generations')
    .select('generation')
    .where('plugin', '=', slug)
    .orderBy('activated_at', 'desc')
    .limit(KEPT_GENERATIONS);
  const gone = await trx
    .deleteFrom('plugin_generations')
    .where('plugin', '=', slug)
    .where('generation', 'not in', kept)
    .returning('generation')
    .execute();
  return gone.map(({ generation }) => generation);
}

/** What cannot be removed now goes with the next start. */
async function removeCopies({ code, log }: LifeCycleOptions, generations: readonly string[]): Promise<void> {
  for (const generation of generations) {
    await code
      .forget(generation)
      .catch((error: unknown) => log.warn({ generation, err: error }, 'an old version could not be removed'));
  }
}
