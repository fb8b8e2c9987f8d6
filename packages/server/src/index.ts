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
export { createSilentLog } from './platform/create-log.ts';
export { type CreatePlatformOptions, createPlatform, type Platform } from './platform/create-platform.ts';
export { type ServeOptions, serve } from './platform/serve.ts';
export * from './system/index.ts';
