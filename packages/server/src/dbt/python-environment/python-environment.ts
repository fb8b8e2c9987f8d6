import type { PlatformError } from '@honeyframe/contract/errors';

/** Where the Python environment of dbt stands. */
export type PythonEnvironmentState =
  | { readonly status: 'missing' }
  | { readonly status: 'installing'; readonly step: string; readonly percent: number }
  | PythonEnvironmentReady
  | { readonly status: 'failed'; readonly problem: PlatformError };

export interface PythonEnvironmentReady {
  readonly status: 'ready';
  /** The interpreter of the environment. */
  readonly python: string;
  /** The folder with the programs of the environment: dbt, python. */
  readonly bin: string;
  /** Of python, dbt-core, dbt-duckdb, dbt-postgres and duckdb. */
  readonly versions: Readonly<Record<string, string>>;
}

/** The Python environment that dbt runs in. */
export interface PythonEnvironment {
  readonly state: PythonEnvironmentState;
  /**
   * Installs it unless it is ready; never rejects: the state it resolves to tells what happened.
   * Calls at the same time share one installation. After `failed`, the next call tries again.
   */
  install(signal?: AbortSignal): Promise<PythonEnvironmentState>;
}
