import type { PostgresParts, WarehouseBuild, WarehouseFile } from '../../../../warehouse/index.ts';
import { toCatalogue, type Workspace } from '../../../workspaces/index.ts';
import { listBuilt, refuseResume, requireResumableState } from '../../resume-plan.ts';
import type { RunInputs } from '../../run-inputs.ts';
import type { RunRow, RunStores } from '../../stores/index.ts';

export interface DescribePostgresInputsOptions {
  readonly workspace: Workspace;
  /** Current files of what it reads. */
  readonly files: readonly WarehouseFile[];
  readonly builds: readonly WarehouseBuild[];
  readonly databaseId: string;
}

/** What a run in a database depends on; `sources` are the raw ones among it, as files. */
export function describePostgresInputs(options: DescribePostgresInputsOptions): {
  readonly inputs: RunInputs;
  readonly sources: readonly WarehouseFile[];
} {
  const { workspace, files, builds, databaseId } = options;
  const sources = files.filter(({ kind }) => kind === 'source');
  const built = builds.filter(({ name, built_at }) => built_at !== null && workspace.reads.includes(name));
  const inputs = {
    workspace_version: workspace.staged?.hash ?? null,
    base: databaseId,
    sources: Object.fromEntries([
      ...built.map(({ name, built_run_id }) => [name, built_run_id ?? '']),
      ...sources.map(({ name, id }) => [name, id]),
    ]),
  };
  return { inputs, sources };
}

/** Unique ids of what the run has built; undefined where that is nothing. Throws HF_DBT_RESUME_IMPOSSIBLE. */
export async function planPostgresResume(
  from: RunRow,
  { stores, builds }: { readonly stores: RunStores; readonly builds: PostgresParts['builds'] },
): Promise<readonly string[] | undefined> {
  requireResumableState(from);
  const built = await listBuilt(from, stores);
  if (built.length === 0) return undefined;
  const place = (await builds.list(from.org_id)).find(({ name }) => name === toCatalogue(from.workspace));
  if (place?.run_id !== from.id) throw refuseResume('another build has changed its tables since');
  return built;
}
