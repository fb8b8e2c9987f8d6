import { PlatformError } from '@honeyframe/contract';
import type { StepRequest } from '@honeyframe/contract/api';
import { createRecord, type PluginRecord } from '../plugin-record.ts';
import { bringUp } from './bring-up.ts';
import { findCandidate } from './find-candidate.ts';
import { findInstalled, type InstalledRow } from './find-installed.ts';
import type { LifeCycleOptions } from './life-cycle-options.ts';
import { findSourceConflict } from './plan/find-source-conflict.ts';
import { type PlannedStep, planVersion } from './plan/plan-version.ts';
import type { PluginVersion } from './plugin-code.ts';
import { type PreparedPlugin, preparePlugin } from './prepare-plugin.ts';
import type { ReadyStep, StepMode } from './ready-step.ts';
import { requireStarted } from './require-started.ts';
import type { StepActor } from './step-actor.ts';
import type { Uploads } from './uploads.ts';

export interface VersionStepOptions extends LifeCycleOptions {
  readonly request: StepRequest & { readonly step: 'install' | 'upgrade' | 'roll_back' };
  readonly actor: StepActor;
  readonly mode: StepMode;
  readonly uploads: Uploads;
  /** Takes what would be kept in caches, when nothing may be. */
  readonly scratch: string | undefined;
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
  requireStarted(record, request.step);
  const installed = await findInstalled(database.queries, slug);
  requirePossible(request.step, slug, installed);
  const points = [options.routers, ...options.points];
  const prepared = await preparePlugin(version.plugin, points, { scratch: options.scratch });
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
      examine: () => prepared.examine(),
      carryOut: (record_) => takeVersion({ options, version, prepared, planned, record, installed }, record_),
      discard: () => prepared.discard(),
    };
  } catch (error) {
    await prepared.discard();
    throw error;
  }
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
  { options, version, prepared, planned, record, installed }: VersionChange,
  recordStep: Parameters<ReadyStep['carryOut']>[0],
): Promise<void> {
  const running = record?.running;
  const isRollBack = options.request.step === 'roll_back';
  await bringUp(options, {
    version,
    prepared,
    record: record ?? createRecord(version.plugin),
    installed,
    // What was rolled back must not come back by itself as long as its folder says the same.
    held: isRollBack && running && options.code.isStored ? running.generation : null,
    plan: planned.plan,
    seeds: planned.seeds,
    undo: planned.plan.migrations
      .filter(({ direction }) => direction === 'down')
      .map(({ file, sql }) => ({ name: file.replace(/\.down\.sql$/, '.sql'), text: sql })),
    also: recordStep,
  });
}
