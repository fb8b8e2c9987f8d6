import type { PluginStep } from '@honeyframe/contract/api';
import { recallUninstalled } from '../install/uninstalled-plugins.ts';
import type { InstallablePlugin, PluginRecord } from '../plugin-record.ts';
import { toInstallable } from '../plugin-record.ts';
import { bringUp } from './bring-up.ts';
import { describeFailure } from './describe-failure.ts';
import { findInstalled } from './find-installed.ts';
import type { LifeCycleOptions } from './life-cycle-options.ts';
import { findSourceConflict } from './plan/find-source-conflict.ts';
import { planVersion } from './plan/plan-version.ts';
import { type PreparedPlugin, preparePlugin } from './prepare-plugin.ts';
import type { StepActor } from './step-actor.ts';

const actor: StepActor = {
  id: null,
  name: 'Honeyframe, by an edited folder',
  isSuperadmin: true,
  isOperator: true,
  org: null,
};

/**
 * Brings a plugin to what its folder says now: installs one that was dropped in, takes up an edit. Nothing is taken from
 * anybody: what the new version no longer declares waits for somebody to confirm it. Never throws; a version that cannot
 * run changes nothing but the problems that are shown.
 */
export async function followFolder(record: PluginRecord, options: LifeCycleOptions): Promise<void> {
  const { slug } = record.discovered;
  const unlock = await options.locks.wait(slug);
  try {
    const found = toInstallable(record.discovered);
    if (found) await follow(record, found, options);
  } catch (error) {
    options.log.error({ plugin: slug, err: error }, 'a changed plugin folder could not be taken up');
    record.problems = [describeFailure(record.discovered, error)];
    if (!record.running) record.state = 'failed';
  } finally {
    unlock();
  }
}

async function follow(
  record: PluginRecord,
  found: InstallablePlugin,
  options: LifeCycleOptions,
): Promise<void> {
  const { autoInstall, code, database } = options;
  if (autoInstall === 'none' || (autoInstall === 'bundled' && found.source !== 'bundled')) return;
  const generation = await code.identify(found);
  if (record.running?.generation === generation) {
    record.problems = record.problems.filter(({ severity }) => severity !== 'error');
    return;
  }
  const row = await database.queries
    .selectFrom('plugins')
    .select(['state', 'held_generation'])
    .where('slug', '=', found.slug)
    .executeTakeFirst();
  if (row?.state === 'uninstalled' || row?.held_generation === generation) return;
  if (!row && (await recallUninstalled(database.queries)).has(found.slug)) return;
  const version = await code.take(found);
  const prepared = await preparePlugin(version.plugin, [options.routers, ...options.points]);
  await takeUp(record, { version, prepared }, options);
}

interface FollowedVersion {
  readonly version: Awaited<ReturnType<LifeCycleOptions['code']['take']>>;
  readonly prepared: PreparedPlugin;
}

async function takeUp(
  record: PluginRecord,
  { version, prepared }: FollowedVersion,
  options: LifeCycleOptions,
): Promise<void> {
  const { database, plugins, steps } = options;
  const installed = await findInstalled(database.queries, version.plugin.slug);
  const step: PluginStep = installed ? 'upgrade' : 'install';
  try {
    const { plan } = await planVersion({
      queries: database.queries,
      step,
      version,
      prepared,
      record,
      records: plugins.records(),
      undoMigrations: false,
      blockers: findSourceConflict(version, installed),
      removals: 'hold',
    });
    if (plan.blockers.length > 0) {
      await prepared.discard();
      record.problems = [...plan.blockers];
      if (!record.running) record.state = 'failed';
      return;
    }
    await bringUp(options, {
      version,
      prepared,
      record,
      installed,
      held: null,
      plan,
      also: async (trx) => {
        await steps.record(trx, plan, actor, { outcome: 'done', reason: null });
      },
    });
    options.log.info({ plugin: version.plugin.slug, version: plan.to?.version }, `plugin ${step}`);
  } catch (error) {
    await prepared.discard();
    throw error;
  }
}
