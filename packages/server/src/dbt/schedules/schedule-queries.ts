import { sql } from 'kysely';
import type { Queries } from '../../database/index.ts';
import type { DueInstant } from './fire-schedule.ts';
import type { ScheduleRow } from './schedule-row.ts';

/** Schedules that one tick looks at; the next one sees the rest. */
const MOST_AT_ONCE = 200;
/** Entries of the ledger that are kept for each schedule. */
const KEPT_FIRINGS = 1000;

/** Schedules of the clock whose time has come. */
export async function findDue(queries: Queries, now: Date): Promise<string[]> {
  const rows = await queries
    .selectFrom('dbt_schedules')
    .select('id')
    .where('enabled', '=', true)
    .where('next_due_at', '<=', now)
    .orderBy('next_due_at')
    .limit(MOST_AT_ONCE)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Successes and imports that a schedule waits for and has not answered, by schedule. They are read from where they are
 * recorded, so a platform that is killed between a success and what follows it forgets nothing.
 */
export async function findHappened(queries: Queries): Promise<Map<string, DueInstant[]>> {
  const { rows } = await sql<DueInstant & { schedule_id: string }>`
    select s.id as schedule_id, e.cause, e.at
    from dbt_schedules s
    join lateral (
      select r.id::text as cause, r.finished_at as at from dbt_runs r
      where s.kind = 'on_success' and r.org_id = s.org_id and r.workspace = s.on_success_of
        and r.state = 'success' and r.finished_at > s.watched_since
      union all
      select f.id::text, f.created_at from warehouse_files f
      where s.kind = 'on_import' and f.org_id = s.org_id and f.kind = 'source' and f.name = s.on_import
        and f.created_at > s.watched_since
    ) e on true
    where s.enabled and s.kind in ('on_success', 'on_import') and not exists (
      select from dbt_schedule_firings g where g.schedule_id = s.id and g.cause = e.cause and g.cause not in ('time', 'hand'))
    order by e.at
    limit ${MOST_AT_ONCE}`.execute(queries);
  return Map.groupBy(rows, (row) => row.schedule_id);
}

/** Nothing where it is switched off or gone, or where another node has it. */
export async function lockSchedule(transaction: Queries, id: string): Promise<ScheduleRow | undefined> {
  return await transaction
    .selectFrom('dbt_schedules')
    .selectAll()
    .where('id', '=', id)
    .where('enabled', '=', true)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** Those of the events that are still looked at are younger. */
export async function pruneFirings(transaction: Queries, scheduleId: string): Promise<void> {
  await sql`
    delete from dbt_schedule_firings where schedule_id = ${scheduleId} and fired_at < now() - interval '1 day'
      and id in (
        select id from dbt_schedule_firings where schedule_id = ${scheduleId}
        order by scheduled_for desc offset ${KEPT_FIRINGS})`.execute(transaction);
}
