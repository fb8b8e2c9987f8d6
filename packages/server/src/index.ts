// The check itself, for its benchmark.
export { type GrantRow, Grants, isAllowed } from './access/index.ts';
export {
  createDatabase,
  dropDatabase,
  type EmbeddedPostgres,
  type StartEmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './database/embedded/index.ts';
export {
  createPythonEnvironment,
  type PythonEnvironment,
  type PythonEnvironmentState,
} from './dbt/python-environment/index.ts';
export type { Frontend } from './frontend/index.ts';
export * from './platform/index.ts';
export { packPlugin } from './plugins/index.ts';
export * from './system/index.ts';
