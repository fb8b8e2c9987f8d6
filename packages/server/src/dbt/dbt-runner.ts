import type { DbtEvent } from './runner/dbt-event.ts';
import type { ExceededBound } from './runner/run-bounds.ts';

/** What dbt is told to do. */
export type DbtCommand = 'deps' | 'build' | 'parse' | 'docs';

/** One build or parse: real files in, events out. */
export interface DbtOrder {
  /** Folder with the programs of the engine. */
  readonly bin: string;
  readonly project_folder: string;
  /** Current folder of dbt; holds profiles.yml, the private copy and links to the versions read. Writable. */
  readonly work_folder: string;
  /** Where artifacts and logs go. Writable. */
  readonly output_folder: string;
  /** What it may read beside these. */
  readonly readable: readonly string[];
  /** The PostgreSQL that it builds in; a file of DuckDB in the work folder where it is left out. */
  readonly target?: DbtTarget | undefined;
  /** In dbt's own syntax; everything where it is left out. */
  readonly select?: string | undefined;
  /** dbt's own names of the kinds of nodes that it builds; all where it is left out. */
  readonly resource_types?: readonly string[] | undefined;
  readonly timeout_seconds: number;
  /** Aborting it cancels the build: politely first, then for good after two seconds. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: DbtEvent) => void;
}

/** A database that one run may connect to, and nothing else of the network. */
export interface DbtTarget {
  /** As libpq names them. */
  readonly connection: Readonly<Record<string, string | number>> & {
    readonly host: string;
    readonly port: number;
  };
  /** The workspace's own schema, and those that its sources name. */
  readonly catalogue: string;
  readonly reads: readonly string[];
}

/** How dbt ended. What it did is in the events. */
export interface DbtOutcome {
  /** 0 success, 1 a node failed, 2 it could not run; null when a signal ended it. */
  readonly exit_code: number | null;
  readonly exit_signal: string | null;
  readonly timed_out: boolean;
  readonly cancelled: boolean;
  /** The bound that it was killed at. */
  readonly exceeded?: ExceededBound | undefined;
  /** The end of what it said beside its events. */
  readonly stderr: string;
}

/** Runs dbt, each order in a process of its own. */
export interface DbtRunner {
  /** Resolves when no process of the build is left. Rejects only when none could be started. */
  build(order: DbtOrder): Promise<DbtOutcome>;
  /** Reads the workspace and leaves `manifest.json` and the parse cache in the target; opens no connection. */
  parse(order: DbtOrder): Promise<DbtOutcome>;
  /** Looks at the tables, and leaves its documentation in the target: one page, and `catalog.json`. */
  docs(order: DbtOrder): Promise<DbtOutcome>;
  close(): Promise<void>;
}
