import { availableParallelism } from 'node:os';
import path from 'node:path';
import { type Diagnostic, PlatformError } from '@honeyframe/contract';
import type { Workspace as WorkspaceAnswer } from '@honeyframe/contract/api';
import type { PluginTraces } from '@honeyframe/host';
import { sql } from 'kysely';
import type { AuditLog } from '../audit/index.ts';
import type { Database, Queries } from '../database/index.ts';
import type { JobQueue } from '../jobs/index.ts';
import { createSecretBox } from '../settings/index.ts';
import { type Clock, createDatabaseClock } from '../system/index.ts';
import type { PostgresParts, WarehouseFiles, WarehouseReaders } from '../warehouse/index.ts';
import { createDbtCatalogue, type DbtCatalogue } from './catalogue/index.ts';
import { BuiltNodesStore } from './changes/index.ts';
import type { DbtRunner } from './dbt-runner.ts';
import { DbtRuns } from './dbt-runs.ts';
import { DbtDocs } from './docs/index.ts';
import type { DbtEngine } from './engine/dbt-engine.ts';
import { createWorkspaceGraphs } from './graphs/index.ts';
import { listCurrent } from './list-current.ts';
import { createQuality, type Quality, TestResults } from './quality/index.ts';
import type { RunBounds } from './runner/run-bounds.ts';
import { WarmParentRunner } from './runner/warm-parent-runner.ts';
import type { DbtLog } from './runs/runs-options.ts';
import { createRunStores, type RunLimits } from './runs/stores/index.ts';
import { DbtSchedules, ScheduleStore, ScheduleTicker } from './schedules/index.ts';
import { createWorkspaceTraces } from './workspace-traces.ts';
import { WorkspaceVersions } from './workspace-versions.ts';
import { describeWorkspace } from './workspaces/describe-workspace.ts';
import {
  DbtWorkspaces,
  HubPackages,
  removeAbandoned,
  type Workspace,
  WorkspaceParser,
  type WorkspaceRegistration,
  WorkspaceStore,
} from './workspaces/index.ts';

export interface CreateDbtOptions {
  readonly database: Pick<Database, 'queries' | 'ownerQueries'>;
  readonly queue: JobQueue;
  readonly files: WarehouseFiles;
  readonly readers: WarehouseReaders;
  /** Where organisations may build instead of in files; nowhere where it is left out. */
  readonly postgres?: PostgresParts | undefined;
  readonly engine: DbtEngine;
  readonly dataDir: string;
  readonly auditLog: AuditLog;
  readonly log: DbtLog;
  /** The platform's; what organisations' secrets are sealed with comes from it. */
  readonly secretKey: Buffer;
  /** Hosts that webhooks may reach without https and on private addresses. */
  readonly webhookHosts?: readonly string[];
  /** Writes the platform's own tables of one organisation to the raw source `honeyframe`. */
  readonly refreshExtract: (orgId: string) => Promise<unknown>;
  /** Whether the owner of a workspace, a plugin, is enabled there; everybody is where it is left out. */
  readonly isOwnerEnabled?: (orgId: string, owner: string) => Promise<boolean>;
  /** The database's own where it is left out. */
  readonly clock?: Clock;
  /** Builds at a time on all nodes; one for each organisation where it is left out. */
  readonly limits?: Partial<RunLimits>;
  /** Builds at a time in this process; one where the machine has two cores or fewer. */
  readonly concurrency?: number;
  readonly timeoutSeconds?: number;
  /** Where packages are fetched from that a workspace does not bring; dbt's own hub where it is left out. */
  readonly packageHub?: string | undefined;
  /** What one run may take of the machine. */
  readonly bounds?: RunBounds;
  /** Forks of a warm parent where it is left out. */
  readonly runner?: DbtRunner;
}

/** Workspaces, runs and the engine that builds them. */
export interface Dbt {
  readonly engine: DbtEngine;
  readonly workspaces: DbtWorkspaces;
  readonly runs: DbtRuns;
  /** What goes wrong with data, and who hears of it. */
  readonly quality: Quality;
  /** How tests ended over time. */
  readonly testResults: TestResults;
  /** Published versions of workspaces. */
  readonly versions: WorkspaceVersions;
  readonly schedules: DbtSchedules;
  /** dbt's own documentation. */
  readonly docs: DbtDocs;
  /** Datasets and lineage. */
  readonly catalogue: DbtCatalogue;
  /** What time schedules go by. */
  readonly clock: Clock;
  /** What plugins leave in the tables and folders of builds. */
  readonly traces: PluginTraces<Queries>;
  /** Begins to take runs. */
  start(): Promise<void>;
  /**
   * What is wrong with a workspace before it is registered, in dbt's own words too; nothing of it is kept.
   * Undefined when dbt is not ready.
   */
  parseWorkspace(registration: WorkspaceRegistration): Promise<readonly Diagnostic[] | undefined>;
  /** Workspaces of the platform and of plugins that are enabled there. */
  describeWorkspaces(orgId: string): Promise<WorkspaceAnswer[]>;
  /** Throws HF_DBT_WORKSPACE_UNKNOWN for one that the organisation does not have. */
  requireWorkspace(orgId: string, slug: string): Promise<void>;
  /** Cancels builds of this process, and waits until none is left. */
  close(): Promise<void>;
}

const ONE_HOUR = 3600;
/** Each process has its own limit besides. */
const NO_LIMIT = 1000;

export function createDbt(options: CreateDbtOptions): Dbt {
  const { engine, isOwnerEnabled = async () => true } = options;
  const runner = options.runner ?? new WarmParentRunner({ log: options.log, bounds: options.bounds });
  const folder = path.join(options.dataDir, 'dbt');
  const testResults = new TestResults(options.database.queries);
  const parser = new WorkspaceParser({
    engine,
    runner,
    folder: path.join(folder, 'parses'),
    log: options.log,
  });
  const graphs = createWorkspaceGraphs(options.database.queries);
  const workspaces = new DbtWorkspaces({
    store: new WorkspaceStore(options.database.queries),
    folder: path.join(folder, 'workspaces'),
    parser,
    packages: new HubPackages({
      engine,
      folder: path.join(folder, 'packages'),
      hubUrl: options.packageHub,
    }),
    onParsed: (workspace) => graphs.keep(workspace),
  });
  const concurrency = options.concurrency ?? (availableParallelism() <= 2 ? 1 : 2);
  const timeoutSeconds = options.timeoutSeconds ?? ONE_HOUR;
  const limits = { per_org: 1, in_all: NO_LIMIT, ...options.limits };
  const clock = options.clock ?? createClock(options.database.queries);
  const isVisible = async (orgId: string, { owner }: Workspace) =>
    owner === 'platform' || (await isOwnerEnabled(orgId, owner));
  const quality = createQuality({
    ...options,
    ...{ clock, workspaces, graphs, testResults, isVisible },
    secrets: createSecretBox(options.secretKey),
    webhookHosts: options.webhookHosts ?? [],
  });
  const runs = new DbtRuns({
    ...options,
    stores: createRunStores(options.database.queries),
    builtNodes: new BuiltNodesStore(options.database.queries),
    testResults,
    workspaces,
    folder,
    runner,
    concurrency,
    timeoutSeconds,
    limits,
    isOwnerEnabled,
    onEnded: (orgId, run) => quality.noteRunEnd(orgId, run),
  });
  const isKnown = async (orgId: string, slug: string) => {
    const workspace = workspaces.get(slug);
    return workspace !== undefined && (await isVisible(orgId, workspace));
  };
  const schedules = new DbtSchedules({
    ...options,
    store: new ScheduleStore(options.database.queries),
    clock,
    isVisible: isKnown,
    onQueued: () => runs.wake(),
  });
  const ticker = new ScheduleTicker({ ...options, clock, isOwnerEnabled, onQueued: () => runs.wake() });
  const catalogue = createDbtCatalogue({
    ...options,
    files: { list: (orgId) => listCurrent(orgId, options) },
    queries: options.database.queries,
    graphs,
    workspaces,
    isVisible,
    findRunFolder: (orgId, id) => runs.findFolder(orgId, id),
  });
  const docs = new DbtDocs({ ...options, runner, workspaces, folder: path.join(folder, 'docs') });
  let stopParsing: (() => void) | undefined;
  return {
    engine,
    workspaces,
    runs,
    testResults,
    quality,
    versions: new WorkspaceVersions({ ...options, runs }),
    schedules,
    docs,
    catalogue,
    clock,
    traces: createWorkspaceTraces({ folder, workspaces, runs }),
    start: async () => {
      for (const name of ['workspaces', 'parses', 'packages']) await removeAbandoned(path.join(folder, name));
      stopParsing = engine.onReady(() => workspaces.startParsing());
      workspaces.startParsing();
      await runs.start();
      await quality.start();
      ticker.start();
    },
    parseWorkspace: (registration) => workspaces.tryParse(registration),
    requireWorkspace: async (orgId, slug) => {
      if (await isKnown(orgId, slug)) return;
      throw new PlatformError('HF_DBT_WORKSPACE_UNKNOWN', { workspace: slug });
    },
    describeWorkspaces: async (orgId) => {
      const [lastRuns, current] = await Promise.all([runs.listLast(orgId), listCurrent(orgId, options)]);
      const built = new Map(current.map(({ name, built_at }) => [name, built_at]));
      const answers: WorkspaceAnswer[] = [];
      for (const workspace of workspaces.list()) {
        if (!(await isVisible(orgId, workspace))) continue;
        const builtAt = built.get(workspace.catalogue) ?? null;
        const lastRun = lastRuns.get(workspace.slug);
        const forbidden = workspaces.findForbidden(workspace);
        answers.push(describeWorkspace({ workspace, engine: engine.status, builtAt, lastRun, forbidden }));
      }
      return answers;
    },
    close: async () => {
      await quality.close();
      await docs.close();
      await ticker.close();
      stopParsing?.();
      await runs.close();
      await workspaces.close();
      await catalogue.close();
      await runner.close();
    },
  };
}

function createClock(queries: Queries): Clock {
  return createDatabaseClock({
    ask: async () => {
      const { rows } = await sql<{ time: Date }>`select clock_timestamp() as time`.execute(queries);
      return rows[0]?.time ?? new Date();
    },
  });
}
