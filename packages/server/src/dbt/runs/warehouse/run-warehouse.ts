import type { PostgresParts, SelectLimits, WarehouseFiles } from '../../../warehouse/index.ts';
import type { BuiltNode, BuiltNodesStore } from '../../changes/index.ts';
import type { DbtOrder } from '../../dbt-runner.ts';
import type { DbtWorkspaces, Workspace } from '../../workspaces/index.ts';
import type { RunRecorder } from '../recording/run-recorder.ts';
import type { RunRow, RunStores } from '../stores/index.ts';

export interface OpenRunWarehouseOptions {
  readonly row: RunRow;
  readonly workspace: Workspace;
  readonly recorder: RunRecorder;
  readonly stores: RunStores;
  readonly builtNodes: BuiltNodesStore;
  readonly workspaces: DbtWorkspaces;
  readonly files: WarehouseFiles;
  /** Where organisations may build instead of in files; nowhere where it is left out. */
  readonly postgres?: PostgresParts | undefined;
  readonly refreshExtract: (orgId: string) => Promise<unknown>;
  readonly outputFolder: string;
  readonly timeoutSeconds: number;
  /** Aborted when the run is to end. */
  readonly signal: AbortSignal;
}

/** An organisation's warehouse as one run sees it: what it reads and begins with, and what becomes of its tables. */
export interface RunWarehouse extends AsyncDisposable {
  /** Current folder of dbt, with the profile. */
  readonly workFolder: string;
  /** What dbt may reach. */
  readonly access: Pick<DbtOrder, 'readable' | 'target'>;
  /** Unique ids of what the run that this one goes on with has built; undefined where it goes on with none. */
  readonly resumed: readonly string[] | undefined;
  /** What the run leaves out because nothing of it has changed, by unique id. */
  readonly unchanged: ReadonlyMap<string, BuiltNode>;
  /** Keeps dbt's parse for the next run. */
  keepParse(): Promise<void>;
  /** Runs one SELECT on the tables as they are now, also on those that readers do not see. */
  sample(sql: string, limits: SelectLimits): Promise<Record<string, unknown>[]>;
  /** Throws where readers would not find what was built. */
  requireReadable(): Promise<void>;
  /** After a build that succeeded. */
  publish(): Promise<void>;
  /** After one that did not: keeps what it has built, for a run that goes on with it. */
  keep(): Promise<void>;
}
