export { type CreateDbtOptions, createDbt, type Dbt } from './create-dbt.ts';
export { bindDbtRoutes } from './dbt.routes.ts';
export type { DbtOrder, DbtOutcome, DbtRunner } from './dbt-runner.ts';
export type { DbtRuns } from './dbt-runs.ts';
export type { DbtEngine } from './engine/dbt-engine.ts';
export { PythonDbtEngine } from './engine/python-dbt-engine.ts';
export { WarmParentRunner } from './runner/warm-parent-runner.ts';
export type { RequestRunOptions } from './runs/run-requests.ts';
export { bindScheduleRoutes, nameSchedules, settlePluginSchedules } from './schedules/index.ts';
export {
  PLATFORM_WORKSPACE,
  toCatalogue,
  type Workspace,
  type WorkspaceRegistration,
} from './workspaces/index.ts';
