import type { DbtEngineStatus, DbtRun, Workspace as WorkspaceAnswer } from '@honeyframe/contract/api';
import type { WarehouseFile } from '../../warehouse/index.ts';
import type { Workspace } from './workspace.ts';

export interface DescribeWorkspaceOptions {
  readonly workspace: Workspace;
  readonly engine: DbtEngineStatus;
  readonly file: WarehouseFile | undefined;
  readonly lastRun: DbtRun | undefined;
}

/** A workspace as pages show it to one organisation. */
export function describeWorkspace(options: DescribeWorkspaceOptions): WorkspaceAnswer {
  const { workspace, engine, file, lastRun } = options;
  const { slug, display_name, owner, state, diagnostics } = workspace;
  const error = diagnostics.find((diagnostic) => diagnostic.severity === 'error');
  const isWaiting = state === 'ready' && engine.state !== 'ready';
  return {
    slug,
    display_name,
    owner,
    state: isWaiting ? 'waiting' : state,
    message: isWaiting ? engine.message : (error?.message ?? workspace.message),
    data_as_of: file?.built_at ?? null,
    last_run: lastRun ?? null,
  };
}
