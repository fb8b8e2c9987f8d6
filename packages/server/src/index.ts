export { writePasswordFile } from './auth/index.ts';
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
export { type CreatePlatformOptions, createPlatform, type Platform } from './platform/create-platform.ts';
export * from './system/index.ts';
