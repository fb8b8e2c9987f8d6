import type { AuditActor, AuditLog } from '../../audit/index.ts';
import type { Queries } from '../../database/index.ts';
import type { JobQueue } from '../../jobs/index.ts';
import { describeRunAct } from '../runs/run-audit.ts';
import { RUN_QUEUE } from '../runs/run-queue.ts';
import { insertRun, type RunRow } from '../runs/stores/index.ts';
import type { ScheduleRow } from './schedule-row.ts';

export interface FireByHandOptions {
  /** The owner's: the job is a part of it. */
  readonly transaction: Queries;
  readonly schedule: ScheduleRow;
  readonly by: AuditActor;
  readonly at: Date;
  readonly queue: JobQueue;
  readonly auditLog: AuditLog;
}

/** Queues what the schedule builds, its job and its entry in the ledger; all of it or nothing. */
export async function fireByHand(options: FireByHandOptions): Promise<RunRow> {
  const { transaction, schedule, by, at, queue, auditLog } = options;
  const { id, org_id, workspace, selection, is_full } = schedule;
  const what = { org_id, workspace, selection, is_full };
  const run = await insertRun(transaction, { ...what, trigger: 'manual', requested_by: by.name });
  const entry = { org_id, schedule_id: id, scheduled_for: at, cause: 'hand' };
  await transaction
    .insertInto('dbt_schedule_firings')
    .values({ ...entry, run_id: run.id, outcome: 'queued', reason: 'by hand' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await queue.send(RUN_QUEUE, { run_id: run.id }, { within: transaction });
  await auditLog.record(describeRunAct('dbt_run.requested', by, run), transaction);
  return run;
}
