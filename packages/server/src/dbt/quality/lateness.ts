import { sql } from 'kysely';
import type { Queries } from '../../database/index.ts';

export interface LateSchedule {
  readonly id: string;
  readonly org_id: string;
  readonly workspace: string;
  readonly name: string;
  readonly expect_within: number;
  /** The newest time whose build should have succeeded by now. */
  readonly due: Date;
}

/**
 * Schedules whose build has not succeeded in time: since the newest time that is over by more than the tolerance, no
 * build of all that the schedule builds has ended well, whoever asked for it. Times come from the ledger, so that
 * those which a policy or a switch left out count for nothing; and from the cursor, for a schedule that cannot fire.
 */
export async function findLate(queries: Queries, now: Date): Promise<LateSchedule[]> {
  const latest = sql`(${now}::timestamptz - make_interval(mins => s.expect_within))`;
  const { rows } = await sql<LateSchedule>`
    select s.id, s.org_id, s.workspace, s.name, s.expect_within, d.due
    from dbt_schedules s
    cross join lateral (select greatest(
      (select max(f.scheduled_for) from dbt_schedule_firings f
       where f.schedule_id = s.id and f.outcome = 'queued' and f.cause <> 'hand' and f.scheduled_for <= ${latest}),
      case when s.next_due_at <= ${latest} then s.next_due_at end) as due) d
    where s.enabled and s.expect_within is not null and d.due >= s.expected_since and not exists (
      select from dbt_runs r
      where r.org_id = s.org_id and r.workspace = s.workspace and r.state = 'success' and r.command = 'build'
        and (r.selection is null or r.selection = s.selection) and r.finished_at >= d.due)`.execute(queries);
  return rows;
}
