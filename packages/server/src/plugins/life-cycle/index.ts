import { existsSync } from 'node:fs';
import path from 'node:path';
import { createDiagnostic } from '@honeyframe/contract';
import type { AuditLog } from '../../audit/index.ts';
import type { Queries } from '../../database/index.ts';
import { createHealthWatch } from '../runtime/health-watch.ts';
import type { PluginStore } from '../store/index.ts';
import { watchFolders } from '../watch/index.ts';
import { followFolder } from './follow-folder.ts';
import { createForgottenPlans } from './forgotten-plans.ts';
import { createHealthGuard } from './health-guard.ts';
import { createLifeCycle, type LifeCycle } from './life-cycle.ts';
import type { LifeCycleOptions } from './life-cycle-options.ts';
import { loseFolder } from './lose-folder.ts';
import { createPluginLocks, type PluginLocks } from './plugin-locks.ts';
import { createRetirements } from './retirements.ts';
import { createStepLog, type StepLog } from './step-log.ts';
import { recoverFolders, sweepLeftOvers } from './uninstall/index.ts';
import { createUploads, type Uploads } from './uploads.ts';

export { bindLifeCycleRoutes } from './life-cycle.routes.ts';
export type { LifeCycle } from './life-cycle.ts';
export { createInPlaceCode, createStoredCode } from './plugin-code.ts';
export { bindOrphanRoutes, createFolderTraces } from './uninstall/index.ts';

export interface OpenLifeCycleOptions
  extends Omit<LifeCycleOptions, 'locks' | 'retirements' | 'uploads' | 'steps' | 'health'> {
  readonly installDir: string;
  readonly store: PluginStore;
  readonly auditLog: AuditLog;
}

/** The life cycle with the parts that only it needs. */
export interface OpenedLifeCycle {
  readonly lifeCycle: LifeCycle;
  readonly uploads: Uploads;
  readonly steps: StepLog;
  readonly locks: PluginLocks;
  readonly traces: LifeCycleOptions['traces'];
  /** Makes good what a killed platform left; call it before folders are looked for. */
  recover(): Promise<void>;
  /** Begins to follow what happens in the plugin folders; call it when every plugin has been started. */
  watch(): void;
  /** Stops that, and waits for versions that are finishing their last requests. */
  close(): Promise<void>;
}

export function openLifeCycle(options: OpenLifeCycleOptions): OpenedLifeCycle {
  const { installDir, dataDir, plugins, log } = options;
  const health = createHealthGuard({
    watch: createHealthWatch(),
    log,
    rollBack: (plan, reason) => lifeCycle.withdraw(plan, reason),
    alert: ({ plugin, to }, reason) => {
      const context = { plugin, version: to?.version, reason };
      const problem = createDiagnostic('HF_PLUGIN_UNHEALTHY', { plugin, file: 'plugin.yaml' }, context);
      plugins.find(plugin)?.problems.push(problem);
    },
  });
  const locks = createPluginLocks();
  const isInstalled = async (generation: string) =>
    (await findNamedGenerations(options.database.queries)).has(generation);
  const parts = {
    ...options,
    health,
    locks,
    uploads: createUploads({ ...options, locks, isInstalled }),
    steps: createStepLog(options.auditLog),
    retirements: createRetirements(),
  };
  const forgotten = createForgottenPlans(parts);
  const lifeCycle = createLifeCycle({ ...parts, noteLook: forgotten.expect });
  let unwatch: (() => Promise<void>) | undefined;
  return {
    ...parts,
    lifeCycle,
    recover: async () => {
      await parts.uploads.open();
      await recoverFolders(dataDir, options.database.queries);
      await collectGenerations(options);
      await sweepLeftOvers(parts);
    },
    watch: () => {
      unwatch = watchFolders({
        roots: [...new Set([installDir, dataDir])].map((folder) => path.join(folder, 'plugins')),
        log,
        onChange: async (folders) => {
          await plugins.rediscover();
          for (const folder of folders) await followChange(path.basename(folder), parts);
        },
        onReady: () => followDropped(parts),
      });
    },
    close: async () => {
      await unwatch?.();
      forgotten.close();
      await health.stop();
      await parts.retirements.settled();
    },
  };
}

async function followChange(slug: string, options: LifeCycleOptions): Promise<void> {
  const record = options.plugins.find(slug);
  if (!record) return;
  if (existsSync(record.discovered.root)) await followFolder(record, options);
  else await loseFolder(record, options);
}

/** Folders that came while the platform started: after it had looked for plugins, before it watched. */
async function followDropped(options: LifeCycleOptions): Promise<void> {
  await options.plugins.rediscover();
  for (const { state, discovered } of options.plugins.records())
    if (state === 'discovered') await followChange(discovered.slug, options);
}

/** A step that was interrupted between its copy and its commit leaves a generation that nobody names. */
async function collectGenerations({ database, store, log }: OpenLifeCycleOptions): Promise<void> {
  try {
    await store.collect(await findNamedGenerations(database.queries));
  } catch (error) {
    log.warn({ err: error }, 'the store could not be tidied');
  }
}

async function findNamedGenerations(queries: Queries): Promise<Set<string>> {
  const kept = await queries.selectFrom('plugin_generations').select('generation').execute();
  const active = await queries.selectFrom('plugins').select('active_generation as generation').execute();
  return new Set([...kept, ...active].flatMap(({ generation }) => generation ?? []));
}
