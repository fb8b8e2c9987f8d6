import type { DbtRun } from '@honeyframe/contract/api';
import { type AuditActor, type AuditWrite, platformActor } from '../../audit/index.ts';
import type { RunRow } from './stores/index.ts';

/** What somebody did about a run, for the audit log. */
export function describeRunAct(action: string, actor: AuditActor, row: RunRow): AuditWrite {
  const { org_id, id, workspace, trigger, selection } = row;
  const details = { workspace, trigger, selection };
  return { org_id, actor, action, target_type: 'dbt_run', target_id: id, details };
}

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
