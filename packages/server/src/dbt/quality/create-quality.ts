import type { DbtRun } from '@honeyframe/contract/api';
import type { AuditLog } from '../../audit/index.ts';
import type { Database } from '../../database/index.ts';
import type { JobQueue } from '../../jobs/index.ts';
import type { SecretBox } from '../../settings/index.ts';
import type { Clock } from '../../system/index.ts';
import type { WarehouseFiles, WarehouseReaders } from '../../warehouse/index.ts';
import type { DbtEngine } from '../engine/dbt-engine.ts';
import type { WorkspaceGraphs } from '../graphs/index.ts';
import type { DbtWorkspaces, Workspace } from '../workspaces/index.ts';
import { DbtQuality } from './dbt-quality.ts';
import { FreshnessStore } from './freshness/freshness-store.ts';
import { Incidents } from './incidents.ts';
import { noteRunEnd } from './note-run-end.ts';
import { QualityWatch } from './quality-watch.ts';
import type { TestResults } from './test-results.ts';
import { WebhookDeliveries } from './webhooks/webhook-deliveries.ts';
import { queueMessage } from './webhooks/webhook-outbox.ts';
import { Webhooks } from './webhooks/webhooks.ts';

export interface CreateQualityOptions {
  readonly database: Pick<Database, 'queries' | 'ownerQueries'>;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly files: WarehouseFiles;
  readonly readers: WarehouseReaders;
  readonly engine: DbtEngine;
  readonly workspaces: DbtWorkspaces;
  readonly graphs: WorkspaceGraphs;
  readonly testResults: TestResults;
  readonly auditLog: AuditLog;
  readonly secrets: SecretBox;
  readonly webhookHosts: readonly string[];
  readonly log: { warn(context: object, message: string): void };
  readonly isVisible: (orgId: string, workspace: Workspace) => Promise<boolean>;
}

/** What is known of how good data is, who hears of it, and who looks. */
export interface Quality {
  readonly overview: DbtQuality;
  readonly watch: QualityWatch;
  readonly webhooks: Webhooks;
  readonly deliveries: WebhookDeliveries;
  /** Hears of each run that ended; what goes wrong here does not concern the run. */
  noteRunEnd(orgId: string, run: DbtRun): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

export function createQuality(options: CreateQualityOptions): Quality {
  const { database, queue, log, webhookHosts: allowedHosts } = options;
  const { queries } = database;
  const webhooks = new Webhooks({ ...options, queries, allowedHosts });
  const deliveries = new WebhookDeliveries({ queries, queue, webhooks, allowedHosts });
  const incidents = new Incidents({
    database,
    tell: (transaction, orgId, message) => queueMessage(transaction, queue, { orgId, message }),
  });
  const watch = new QualityWatch({ ...options, queries, incidents });
  let stopDeliveries: (() => Promise<void>) | undefined;
  return {
    overview: new DbtQuality({ ...options, incidents, freshness: new FreshnessStore(queries) }),
    watch,
    webhooks,
    deliveries,
    noteRunEnd: async (orgId, run) => {
      await noteRunEnd({ queries, incidents }, orgId, run).catch((err: unknown) =>
        log.warn({ err, run_id: run.id }, 'What a run means for its workspace was not told.'),
      );
    },
    start: async () => {
      stopDeliveries = await deliveries.start();
      watch.start();
    },
    close: async () => {
      await watch.close();
      await stopDeliveries?.();
    },
  };
}
