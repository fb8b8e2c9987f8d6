import path from 'node:path';
import type { StepRequest } from '@honeyframe/contract/api';
import type { PluginRecord, RunningPlugin } from '../../plugin-record.ts';
import { createUnknown } from '../find-candidate.ts';
import type { LifeCycleOptions } from '../life-cycle-options.ts';
import { preparePlugin } from '../prepare-plugin.ts';
import type { ReadyStep } from '../ready-step.ts';
import { requireStarted } from '../require-started.ts';
import { retire, switchPlugin } from '../switch-plugin.ts';
import { findInstallation } from './find-installation.ts';
import { customerFolder } from './folder-trash.ts';
import { type PlannedUninstall, planUninstall } from './plan-uninstall.ts';
import { type RemovePluginOptions, removePlugin } from './remove-plugin.ts';

export interface UninstallStepOptions extends LifeCycleOptions {
  readonly request: StepRequest;
}

/** A plugin goes: its code, what it seeded, and with `purge` all that it stored. */
export async function readyUninstallStep(options: UninstallStepOptions): Promise<ReadyStep> {
  const { request, plugins, database, dataDir, traces } = options;
  if (request.plugin === undefined) throw createUnknown(request.plugin);
  const data = request.data ?? 'keep';
  await plugins.rediscover();
  const record = plugins.find(request.plugin);
  requireStarted(record, 'uninstall');
  const installed = await findInstallation(database.queries, request.plugin, data);
  const queries = database.ownerQueries;
  const records = plugins.records();
  const planned = await planUninstall({ queries, dataDir, installed, record, records, traces, data });
  return {
    plan: planned.plan,
    discard: async () => {},
    carryOut: (recordStep) =>
      takeAway({
        options,
        planned,
        record,
        removal: {
          installed,
          dataDir,
          data,
          seeds: planned.seeds,
          traces,
          isRemembered: comesBack(options, record),
          record: recordStep,
        },
      }),
  };
}

/** Whether a folder stays that the next start would install. */
function comesBack(
  { dataDir, autoInstall, plugins }: UninstallStepOptions,
  record: PluginRecord | undefined,
): boolean {
  const slug = record?.discovered.slug;
  const folders = plugins.records().filter(({ discovered }) => discovered.slug === slug);
  return folders.some(({ discovered: { root, source } }) => {
    const stays =
      root !== customerFolder(dataDir, slug ?? '') && path.dirname(root) !== path.join(dataDir, 'store');
    return stays && (autoInstall === 'all' || (autoInstall === 'bundled' && source === 'bundled'));
  });
}

/** Of a request that arrives meanwhile: those that are inside may take longer to finish. */
const PATIENCE_MS = 5_000;

interface TakingAway {
  readonly options: UninstallStepOptions;
  readonly planned: PlannedUninstall;
  readonly record: PluginRecord | undefined;
  readonly removal: RemovePluginOptions;
}

async function takeAway(taking: TakingAway): Promise<void> {
  const { options, record, removal } = taking;
  const { slug } = removal.installed;
  const { database, log } = options;
  // New requests wait for the outcome; those that are inside finish.
  const release = options.routers.hold(slug, { patienceMs: PATIENCE_MS });
  const running = record?.running;
  const state = record?.state;
  if (record) record.isLeaving = true;
  try {
    await stop(taking);
    const removed = await removePlugin(database, removal);
    await removed.removeFiles(database.queries).catch((error: unknown) => {
      log.warn({ plugin: slug, err: error }, 'files of an uninstalled plugin stay until the next start');
    });
    await settle(taking);
  } catch (error) {
    if (record && running && state && !record.running) await bringBack(options, record, running, state);
    throw error;
  } finally {
    if (record) record.isLeaving = false;
    release();
  }
}

async function stop({ options, record, removal }: TakingAway): Promise<void> {
  const { slug } = removal.installed;
  options.routers.find(slug)?.disconnect('the plugin is being uninstalled');
  const contributions = record?.running?.contributions ?? [];
  if (record) record.running = undefined;
  await retire(contributions).done;
  for (const each of removal.traces) await each.quiesce?.(slug);
}

/** Nothing was removed: the version that ran runs again. */
async function bringBack(
  { routers, points, log }: UninstallStepOptions,
  record: PluginRecord,
  { plugin, generation }: RunningPlugin,
  state: PluginRecord['state'],
): Promise<void> {
  const prepared = await preparePlugin(plugin, [routers, ...points]);
  try {
    await switchPlugin(record, { plugin, generation, origin: plugin.root }, prepared);
    record.state = state;
  } catch (error) {
    record.state = 'failed';
    log.error(
      { plugin: plugin.slug, err: error },
      'a plugin that was not uninstalled could not be started again',
    );
  }
}

async function settle({ options, record, removal }: TakingAway): Promise<void> {
  const { plugins, changes, access } = options;
  // Whoever still holds the record, a look at folders say, must not take it for installed.
  if (record) record.installedAt = null;
  plugins.forget(removal.installed.slug);
  await plugins.rediscover();
  changes.announce();
  await access.refresh();
  await plugins.refreshPending();
}
