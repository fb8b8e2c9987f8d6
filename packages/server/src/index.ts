// The check itself, and the parts that builds need, for their benchmarks.
export { type GrantRow, Grants, isAllowed } from './access/index.ts';
export { createSqlAuditLog } from './audit/index.ts';
export {
  createDatabase,
  dropDatabase,
  type EmbeddedPostgres,
  type StartEmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './database/embedded/index.ts';
export { openDatabase } from './database/index.ts';
export { createDbt, type Dbt, type DbtRunner, PythonDbtEngine, WarmParentRunner } from './dbt/index.ts';
export {
  createPythonEnvironment,
  type PythonEnvironment,
  type PythonEnvironmentState,
} from './dbt/python-environment/index.ts';
export type { Frontend } from './frontend/index.ts';
export { createPgBossJobQueue } from './jobs/index.ts';
export * from './platform/index.ts';
export { packPlugin } from './plugins/index.ts';
export * from './system/index.ts';
export { createWarehouse } from './warehouse/index.ts';
