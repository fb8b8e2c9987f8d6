import { PlatformError } from '@honeyframe/contract';
import type { StepRequest } from '@honeyframe/contract/api';
import { type InstallResult, installPlugin } from '../install/install-plugin.ts';
import { createRecord, type PluginRecord } from '../plugin-record.ts';
import { findCandidate } from './find-candidate.ts';
import type { LifeCycleOptions } from './life-cycle.ts';
import { findSourceConflict } from './plan/find-source-conflict.ts';
import { type PlannedStep, planVersion } from './plan/plan-version.ts';
import type { PluginVersion } from './plugin-code.ts';
import { type PreparedPlugin, preparePlugin } from './prepare-plugin.ts';
import type { ReadyStep, StepMode } from './ready-step.ts';
import { restoreRow } from './restore-row.ts';
import type { StepActor } from './step-actor.ts';
import { switchPlugin } from './switch-plugin.ts';
import type { Uploads } from './uploads.ts';

export interface VersionStepOptions extends LifeCycleOptions {
  readonly request: StepRequest & { readonly step: 'install' | 'upgrade' | 'roll_back' };
  readonly actor: StepActor;
  readonly mode: StepMode;
  readonly uploads: Uploads;
}

/** Installing, upgrading and rolling back are one thing: another version becomes the one that runs. */
export async function readyVersionStep(options: VersionStepOptions): Promise<ReadyStep> {
  const { request, plugins, database } = options;
  // A folder may have been edited, or dropped in, since the last look.
  await plugins.rediscover();
  const named = request.plugin === undefined ? undefined : plugins.find(request.plugin);
  const version = await findCandidate({
    ...options,
    queries: database.queries,
    record: named,
  });
  const { slug } = version.plugin;
  if (request.plugin !== undefined && request.plugin !== slug) {
    const reason = `this is the plugin '${slug}'`;
    throw new PlatformError('HF_PLUGIN_STEP_IMPOSSIBLE', {
      plugin: request.plugin,
      step: request.step,
      reason,
    });
  }
  const record = plugins.find(slug);
  const installed = await findInstalled(options, slug);
  requirePossible(request.step, slug, installed);
  const prepared = await preparePlugin(version.plugin, [options.routers, ...options.points]);
  try {
    const planned = await planVersion({
      queries: database.queries,
      step: request.step,
      version,
      prepared,
      record,
      records: plugins.records(),
      undoMigrations: request.undo_migrations ?? false,
      blockers: findSourceConflict(version, installed),
    });
    return {
      plan: planned.plan,
      carryOut: (record_) => takeVersion({ options, version, prepared, planned, record, installed }, record_),
      discard: () => prepared.discard(),
    };
  } catch (error) {
    await prepared.discard();
    throw error;
  }
}

export type InstalledRow = Awaited<ReturnType<typeof findInstalled>>;

function findInstalled({ database }: VersionStepOptions, slug: string) {
  return database.queries
    .selectFrom('plugins')
    .select(['slug', 'version', 'source', 'folder', 'state', 'active_generation', 'manifest'])
    .where('slug', '=', slug)
    .where('state', '!=', 'uninstalled')
    .executeTakeFirst();
}

function requirePossible(step: string, plugin: string, installed: InstalledRow): void {
  const fail = (reason: string) => new PlatformError('HF_PLUGIN_STEP_IMPOSSIBLE', { plugin, step, reason });
  if (step === 'install' && installed) throw fail('it is installed already; upgrade it');
  if (step !== 'install' && !installed) throw fail('it is not installed');
}

interface VersionChange {
  readonly options: VersionStepOptions;
  readonly version: PluginVersion;
  readonly prepared: PreparedPlugin;
  readonly planned: PlannedStep;
  readonly record: PluginRecord | undefined;
  readonly installed: InstalledRow;
}

async function takeVersion(
  change: VersionChange,
  recordStep: Parameters<ReadyStep['carryOut']>[0],
): Promise<void> {
  const { options, version, prepared, planned, installed } = change;
  const { database, plugins, access, changes } = options;
  const held = options.request.step === 'roll_back' ? await identifyFolder(change) : null;
  const result = await installPlugin(database, {
    ...version,
    expected: installed?.active_generation ?? undefined,
    isRepeatable: false,
    seeds: planned.seeds,
    undo: planned.plan.migrations
      .filter(({ direction }) => direction === 'down')
      .map(({ file, sql }) => ({ name: file.replace(/\.down\.sql$/, '.sql'), text: sql })),
    also: async (trx) => {
      await prepared.commit(trx);
      await trx
        .updateTable('plugins')
        .set({ held_generation: held })
        .where('slug', '=', version.plugin.slug)
        .execute();
      await recordStep(trx);
    },
  });
  // From here on the database names the new version: a crash would start with it.
  const record = change.record ?? createRecord(version.plugin);
  try {
    options.retirements.add(await switchPlugin(record, version, prepared));
  } catch (error) {
    await restoreRow(database, version, installed);
    throw error;
  }
  settle(record, version, prepared, result);
  plugins.keep(record);
  changes.announce();
  await access.refresh();
}

/** The folder's content, where it is what was rolled back: it must not come back by itself. */
async function identifyFolder({ options, record }: VersionChange): Promise<string | null> {
  const running = record?.running;
  return running && options.code.isStored ? running.generation : null;
}

function settle(
  record: PluginRecord,
  version: PluginVersion,
  prepared: PreparedPlugin,
  result: InstallResult,
): void {
  if (record.discovered.state !== 'valid') record.discovered = version.plugin;
  record.state = prepared.health === 'sound' ? 'active' : 'quarantined';
  record.problems = [...prepared.diagnostics];
  record.pending = result.pending;
  record.pendingRemovals = result.pendingRemovals;
  record.installedAt = result.installedAt.toISOString();
}
