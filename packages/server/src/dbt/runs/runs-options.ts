import type { DbtRun } from '@honeyframe/contract/api';
import type { AuditLog } from '../../audit/index.ts';
import type { JobQueue } from '../../jobs/index.ts';
import type { PostgresParts, WarehouseFiles } from '../../warehouse/index.ts';
import type { BuiltNodesStore } from '../changes/index.ts';
import type { DbtRunner } from '../dbt-runner.ts';
import type { DbtEngine } from '../engine/dbt-engine.ts';
import type { TestResults } from '../quality/test-results.ts';
import type { DbtWorkspaces } from '../workspaces/index.ts';
import type { RunLimits, RunStores } from './stores/index.ts';

export interface DbtLog {
  info(context: object, message: string): void;
  warn(context: object, message: string): void;
  error(context: object, message: string): void;
}

/** What runs need of the rest of the platform. */
export interface RunsOptions {
  readonly stores: RunStores;
  readonly builtNodes: BuiltNodesStore;
  readonly testResults: TestResults;
  readonly queue: JobQueue;
  readonly files: WarehouseFiles;
  /** Where organisations may build instead of in files. */
  readonly postgres?: PostgresParts | undefined;
  readonly engine: DbtEngine;
  readonly runner: DbtRunner;
  readonly workspaces: DbtWorkspaces;
  readonly auditLog: AuditLog;
  readonly log: DbtLog;
  /** Absolute; a folder per run lies under its `runs`. */
  readonly folder: string;
  /** Writes the platform's own tables of one organisation to the raw source `honeyframe`. */
  readonly refreshExtract: (orgId: string) => Promise<unknown>;
  /** Hears of each run that ended. */
  readonly onEnded: (orgId: string, run: DbtRun) => Promise<void>;
  /** Builds at a time on all nodes. */
  readonly limits: RunLimits;
  /** Whether the owner of a workspace, a plugin, is enabled there. */
  readonly isOwnerEnabled: (orgId: string, owner: string) => Promise<boolean>;
  /** Builds at a time in this process. */
  readonly concurrency: number;
  readonly timeoutSeconds: number;
}
