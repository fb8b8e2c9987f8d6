import type { DbtRun } from '@honeyframe/contract/api';
import type { Queries } from '../../database/index.ts';

/** Something to tell: a workspace began to fail, or works again. */
export interface QualityEvent {
  readonly event: 'failure' | 'recovery';
  readonly incident_id: string;
  readonly workspace: string;
  readonly run_id: string;
  readonly message: string;
  readonly at: string;
}

const failed: ReadonlySet<DbtRun['state']> = new Set(['error', 'lost']);

/** Opens or closes the incident of a workspace. Undefined while nothing changes: nobody is told twice. */
export async function settleIncident(
  queries: Queries,
  orgId: string,
  run: DbtRun,
): Promise<QualityEvent | undefined> {
  if (failed.has(run.state)) return await openIncident(queries, orgId, run);
  return run.state === 'success' ? await closeIncident(queries, orgId, run) : undefined;
}

async function openIncident(
  queries: Queries,
  org_id: string,
  run: DbtRun,
): Promise<QualityEvent | undefined> {
  const message = run.error?.message ?? 'The build failed.';
  const opened = await queries
    .insertInto('dbt_incidents')
    .values({ org_id, workspace: run.workspace, kind: 'failure', run_id: run.id, message })
    .onConflict((conflict) => conflict.doNothing())
    .returning(['id', 'opened_at'])
    .executeTakeFirst();
  return opened && describe('failure', run, { ...opened, at: opened.opened_at, message });
}

async function closeIncident(
  queries: Queries,
  orgId: string,
  run: DbtRun,
): Promise<QualityEvent | undefined> {
  const closed_at = new Date();
  const closed = await queries
    .updateTable('dbt_incidents')
    .set({ closed_at })
    .where('org_id', '=', orgId)
    .where('workspace', '=', run.workspace)
    .where('kind', '=', 'failure')
    .where('closed_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return closed && describe('recovery', run, { ...closed, at: closed_at, message: 'The build works again.' });
}

function describe(
  event: QualityEvent['event'],
  { id: run_id, workspace }: DbtRun,
  { id: incident_id, at, message }: { readonly id: string; readonly at: Date; readonly message: string },
): QualityEvent {
  return { event, incident_id, workspace, run_id, message, at: at.toISOString() };
}
