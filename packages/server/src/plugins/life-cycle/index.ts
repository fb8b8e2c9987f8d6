import type { AuditLog } from '../../audit/index.ts';
import type { PluginStore } from '../store/index.ts';
import { createLifeCycle, type LifeCycle, type LifeCycleOptions } from './life-cycle.ts';
import { createPluginLocks } from './plugin-locks.ts';
import { createRetirements } from './retirements.ts';
import { createStepLog, type StepLog } from './step-log.ts';
import { createUploads, type Uploads } from './uploads.ts';

export { bindLifeCycleRoutes } from './life-cycle.routes.ts';
export type { LifeCycle } from './life-cycle.ts';
export { createInPlaceCode, createStoredCode } from './plugin-code.ts';

export interface OpenLifeCycleOptions
  extends Omit<LifeCycleOptions, 'locks' | 'retirements' | 'uploads' | 'steps'> {
  readonly dataDir: string;
  readonly store: PluginStore;
  readonly auditLog: AuditLog;
}

/** The life cycle with the parts that only it needs. */
export interface OpenedLifeCycle {
  readonly lifeCycle: LifeCycle;
  readonly uploads: Uploads;
  readonly steps: StepLog;
  /** Waits for versions that are finishing their last requests. */
  close(): Promise<void>;
}

export function openLifeCycle(options: OpenLifeCycleOptions): OpenedLifeCycle {
  const uploads = createUploads(options);
  const steps = createStepLog(options.auditLog);
  const retirements = createRetirements();
  const locks = createPluginLocks();
  const lifeCycle = createLifeCycle({ ...options, uploads, steps, retirements, locks });
  return { lifeCycle, uploads, steps, close: () => retirements.settled() };
}
