import type { DbtRun } from '@honeyframe/contract/api';
import type { Queries } from '../../database/index.ts';
import type { Incidents } from './incidents.ts';

const failed: ReadonlySet<DbtRun['state']> = new Set(['error', 'lost']);

/** Opens or closes the incident of a workspace whose builds fail. A part that works does not mean that all does. */
export async function noteRunEnd(
  { queries, incidents }: { readonly queries: Queries; readonly incidents: Incidents },
  orgId: string,
  run: DbtRun,
): Promise<void> {
  // Whoever mistyped a selection sees it; the data is as good as before.
  if (run.trigger === 'manual' && run.error?.code === 'HF_DBT_NOTHING_SELECTED') return;
  const subject = { orgId, workspace: run.workspace, kind: 'failure' as const, subject: '' };
  if (failed.has(run.state)) {
    const message = run.error?.message ?? 'The build failed.';
    await incidents.open({ ...subject, message, run_id: run.id });
  } else if (run.state === 'success' && (await coversFailure(queries, orgId, run))) {
    await incidents.close(subject, { message: `'${run.workspace}' was built again.`, run_id: run.id });
  }
}

/** Everything was built and tested, or the same as in the run that failed. */
async function coversFailure(queries: Queries, orgId: string, run: DbtRun): Promise<boolean> {
  const own = await findScope(queries, run.id);
  if (!own || (own.selection === null && own.command === 'build')) return true;
  const incident = await queries
    .selectFrom('dbt_incidents')
    .select('run_id')
    .where('org_id', '=', orgId)
    .where('workspace', '=', run.workspace)
    .where('kind', '=', 'failure')
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  const before = incident?.run_id ? await findScope(queries, incident.run_id) : undefined;
  return before?.selection === own.selection && before.command === own.command;
}

function findScope(queries: Queries, id: string) {
  return queries
    .selectFrom('dbt_runs')
    .select(['selection', 'command'])
    .where('id', '=', id)
    .executeTakeFirst();
}
