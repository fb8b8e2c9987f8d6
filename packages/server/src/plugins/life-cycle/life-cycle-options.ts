import type { PluginTraces } from '@honeyframe/host';
import type { FastifyBaseLogger } from 'fastify';
import type { AccessChanges } from '../../auth/index.ts';
import type { Database, Queries } from '../../database/index.ts';
import type { PluginAccess } from '../plugin-access.ts';
import type { Plugins } from '../plugins.ts';
import type { RoutersPoint } from '../routers.contribution.ts';
import type { HealthGuard } from './health-guard.ts';
import type { PluginCode } from './plugin-code.ts';
import type { PluginLocks } from './plugin-locks.ts';
import type { PluginPoint } from './prepare-plugin.ts';
import type { Retirements } from './retirements.ts';
import type { StepLog } from './step-log.ts';
import type { Uploads } from './uploads.ts';

/** What every step has to do with. */
export interface LifeCycleOptions {
  readonly database: Database;
  readonly log: FastifyBaseLogger;
  readonly plugins: Plugins;
  readonly access: PluginAccess;
  readonly changes: AccessChanges;
  readonly code: PluginCode;
  readonly routers: RoutersPoint;
  readonly points: readonly PluginPoint[];
  readonly locks: PluginLocks;
  readonly retirements: Retirements;
  readonly uploads: Uploads;
  readonly steps: StepLog;
  readonly health: HealthGuard;
  readonly dataDir: string;
  readonly autoInstall: 'all' | 'bundled' | 'none';
  /** What each feature keeps of plugins. */
  readonly traces: readonly PluginTraces<Queries>[];
  /** Hears of a plugin whose version has changed, or that an organisation has switched on. */
  readonly onAttached?: (slug: string) => void;
}
