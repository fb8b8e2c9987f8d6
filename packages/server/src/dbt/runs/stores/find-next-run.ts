import { sql } from 'kysely';
import type { Queries } from '../../../database/index.ts';

/** How many builds may go on at a time, on all nodes together. */
export interface RunLimits {
  readonly per_org: number;
  readonly in_all: number;
}

/**
 * The run whose turn it is: of the organisation that has fewest going on, and among those of the one that has waited
 * longest since its last start, so that a full queue of one holds up no other. Within an organisation the oldest
 * whose workspace is free: a workspace has one writer.
 */
export async function findNextRun(queries: Queries, limits: RunLimits): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    with busy as (
      select org_id, workspace from dbt_runs where finished_at is null and state <> 'queued'
    ), orgs_waiting as (
      select w.org_id,
        (select count(*) from busy b where b.org_id = w.org_id) as going,
        (select max(r.started_at) from dbt_runs r where r.org_id = w.org_id) as last_start
      from (select distinct org_id from dbt_runs where finished_at is null and state = 'queued') w
    )
    select q.id
    from dbt_runs q
    join orgs_waiting o on o.org_id = q.org_id
    where q.finished_at is null and q.state = 'queued'
      and o.going < ${limits.per_org}
      and (select count(*) from busy) < ${limits.in_all}
      and not exists (select from busy b where b.org_id = q.org_id and b.workspace = q.workspace)
    order by o.going, o.last_start nulls first, q.queued_at, q.id
    limit 1`.execute(queries);
  return rows[0]?.id;
}
