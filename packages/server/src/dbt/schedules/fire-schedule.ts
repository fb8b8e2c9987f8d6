import { PlatformError } from '@honeyframe/contract';
import { type AuditLog, platformActor } from '../../audit/index.ts';
import type { Queries } from '../../database/index.ts';
import type { JobQueue } from '../../jobs/index.ts';
import { describeRunEnd } from '../runs/run-audit.ts';
import { RUN_QUEUE } from '../runs/run-queue.ts';
import { createRunStores, toRun } from '../runs/stores/index.ts';
import { type Decision, decideMisfires } from './decide-misfires.ts';
import type { ScheduleRow } from './schedule-row.ts';

export interface DueInstant {
  readonly at: Date;
  /** `time`, or the id of what happened. */
  readonly cause: string;
}

export interface FireScheduleOptions {
  /** The owner's: the job is a part of it. */
  readonly transaction: Queries;
  /** Locked by this transaction. */
  readonly schedule: ScheduleRow;
  /** Oldest first. */
  readonly instants: readonly DueInstant[];
  readonly now: Date;
  /** More instants than these were missed. */
  readonly dropped: number;
  readonly isOwnerEnabled: boolean;
  readonly queue: JobQueue;
  readonly auditLog: AuditLog;
}

/** Writes each instant into the ledger, and queues a run where its policies say so. @returns how many were queued. */
export async function fireSchedule(options: FireScheduleOptions): Promise<number> {
  const { schedule, now, instants } = options;
  let queued = 0;
  for (const decision of decideMisfires(instants, now, schedule.misfire)) {
    if (await fireInstant(options, decision)) queued += 1;
  }
  return queued;
}

async function fireInstant(options: FireScheduleOptions, decision: Decision<DueInstant>): Promise<boolean> {
  const { schedule, transaction } = options;
  const reason = await findObstacle(options, decision);
  const outcome = reason === undefined ? 'queued' : 'skipped';
  const { at, cause } = decision.instant;
  const note = reason ?? describeLateness(options, decision);
  const values = { org_id: schedule.org_id, schedule_id: schedule.id, scheduled_for: at, cause };
  const firing = await transaction
    .insertInto('dbt_schedule_firings')
    .values({ ...values, outcome, reason: note })
    // Another node came first, whatever its clock said.
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!firing || reason !== undefined) return false;
  if (schedule.overlap === 'cancel' && !decision.isLate) await cancelUnfinished(options);
  const run_id = await queueRun(options);
  await transaction.updateTable('dbt_schedule_firings').set({ run_id }).where('id', '=', firing.id).execute();
  return true;
}

/** Why it does not fire. */
async function findObstacle(
  { schedule, isOwnerEnabled, transaction }: FireScheduleOptions,
  { fires, isLate }: Decision<DueInstant>,
): Promise<string | undefined> {
  if (!isOwnerEnabled) return `the plugin '${schedule.workspace}' is switched off here`;
  if (!fires) return 'it passed while the platform was down';
  // What is made up for stands in a queue by intention.
  if (isLate || schedule.overlap === 'cancel') return undefined;
  const unfinished = await listUnfinished(transaction, schedule.id);
  if (schedule.overlap === 'skip' && unfinished.length > 0) return 'its build before has not ended';
  const waits = unfinished.some(({ state }) => state === 'queued');
  return waits ? 'one of its builds waits already' : undefined;
}

function describeLateness({ dropped }: FireScheduleOptions, { isLate }: Decision<DueInstant>): string | null {
  if (!isLate) return null;
  const more = dropped > 0 ? `; ${dropped} earlier times were left out` : '';
  return `made up for, because the platform was down${more}`;
}

function listUnfinished(queries: Queries, scheduleId: string) {
  return queries
    .selectFrom('dbt_schedule_firings')
    .innerJoin('dbt_runs', 'dbt_runs.id', 'dbt_schedule_firings.run_id')
    .select(['dbt_runs.id', 'dbt_runs.state'])
    .where('schedule_id', '=', scheduleId)
    .where('finished_at', 'is', null)
    .execute();
}

/** One that waits ends here; the process of one that runs sees the wish within its heartbeat. */
async function cancelUnfinished({ transaction, schedule, auditLog }: FireScheduleOptions): Promise<void> {
  const stores = createRunStores(transaction);
  const by = ` by the next time of '${schedule.name}'`;
  const { code, message, hint } = new PlatformError('HF_DBT_RUN_CANCELLED', { by });
  for (const { id } of await listUnfinished(transaction, schedule.id)) {
    const end = { state: 'cancelled', error: { code, message, hint } } as const;
    const ended = await stores.queue.finish(id, ['queued'], end);
    if (!ended) {
      await stores.queue.requestCancel(schedule.org_id, id);
      continue;
    }
    const seq = (await stores.events.lastSeq(id)) + 1;
    await stores.events.append(id, [{ kind: 'end', seq, run: toRun(ended) }]);
    await auditLog.record(describeRunEnd(schedule.org_id, toRun(ended)), transaction);
  }
}

async function queueRun({ transaction, schedule, queue, auditLog }: FireScheduleOptions): Promise<string> {
  const { org_id, workspace, selection, is_full, name } = schedule;
  const what = { org_id, workspace, selection, is_full };
  const { id } = await transaction
    .insertInto('dbt_runs')
    .values({ ...what, trigger: 'schedule', requested_by: name, state: 'queued' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await queue.send(RUN_QUEUE, { run_id: id }, { within: transaction });
  const audited = { action: 'dbt_run.requested', target_type: 'dbt_run', target_id: id };
  const details = { workspace, trigger: 'schedule', selection, schedule: name };
  await auditLog.record({ org_id, actor: platformActor, ...audited, details }, transaction);
  return id;
}
