import type { DbtRun } from '@honeyframe/contract/api';
import { type AuditWrite, platformActor } from '../../audit/index.ts';

/** How a run ended, for the audit log: the figures, and the code of the error. */
export function describeRunEnd(orgId: string, run: DbtRun): AuditWrite {
  const { workspace, state, node_count, failed_count } = run;
  return {
    org_id: orgId,
    actor: platformActor,
    action: 'dbt_run.finished',
    target_type: 'dbt_run',
    target_id: run.id,
    details: { workspace, state, node_count, failed_count, error: run.error?.code ?? null },
  };
}
