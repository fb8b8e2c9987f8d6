import path from 'node:path';
import type { Diagnostic, PlatformError } from '@honeyframe/contract';
import type { DbtEngineStatus, DbtRun, Workspace as WorkspaceAnswer } from '@honeyframe/contract/api';
import type { Workspace } from './workspace.ts';

export interface DescribeWorkspaceOptions {
  readonly workspace: Workspace;
  readonly engine: DbtEngineStatus;
  /** When its tables became what readers see; null where there are none. */
  readonly builtAt: string | null;
  readonly lastRun: DbtRun | undefined;
  /** Why it may not read what it reads. */
  readonly forbidden?: PlatformError | undefined;
}

/** A workspace as pages show it to one organisation. */
export function describeWorkspace(options: DescribeWorkspaceOptions): WorkspaceAnswer {
  const { workspace, engine, builtAt, lastRun, forbidden } = options;
  const { slug, display_name, owner, state, diagnostics } = workspace;
  const error = diagnostics.find((diagnostic) => diagnostic.severity === 'error');
  const admitted = state === 'ready' && forbidden ? 'quarantined' : state;
  const isWaiting = admitted === 'ready' && engine.state !== 'ready';
  return {
    slug,
    display_name,
    owner,
    state: isWaiting ? 'waiting' : admitted,
    message: isWaiting ? engine.message : (error?.message ?? workspace.message ?? forbidden?.message ?? null),
    problem: error ? describeProblem(workspace, error) : null,
    data_as_of: builtAt,
    last_run: lastRun ?? null,
  };
}

// The path within the workspace: where the server keeps it is nobody's business.
function describeProblem({ folder }: Workspace, { message, hint, file, line }: Diagnostic) {
  return { message, hint, file: path.relative(folder, file), line };
}
