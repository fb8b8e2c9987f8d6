import { planResume, requireSameInputs } from '../resume-plan.ts';
import { describeInputs } from '../run-inputs.ts';
import type { RunsOptions } from '../runs-options.ts';
import type { RunRow } from '../stores/index.ts';
import { describePostgresInputs, planPostgresResume } from './postgres/postgres-run-inputs.ts';

/** Whether a run could be gone on with, as far as that can be known before its turn. Throws HF_DBT_RESUME_IMPOSSIBLE. */
export async function requireResumable(from: RunRow, options: RunsOptions): Promise<void> {
  const { stores, files, postgres, workspaces } = options;
  const workspace = workspaces.get(from.workspace);
  const warehouse = await postgres?.warehouses.find(from.org_id);
  if (!postgres || !warehouse) {
    const plan = await planResume(from, { stores, files });
    if (!plan || !workspace) return;
    const found = await files.currentSet(from.org_id, [...workspace.reads, workspace.catalogue]);
    const current = found.find(({ name }) => name === workspace.catalogue);
    const sources = found.filter((file) => file !== current);
    return requireSameInputs(plan, describeInputs(workspace, current, sources));
  }
  const built = await planPostgresResume(from, { stores, builds: postgres.builds });
  if (!built || !workspace) return;
  const { inputs } = describePostgresInputs({
    workspace,
    files: await files.currentSet(from.org_id, workspace.reads),
    builds: await postgres.builds.list(from.org_id),
    databaseId: warehouse.databaseId,
  });
  requireSameInputs({ from }, inputs);
}
