import { type Kysely, sql } from 'kysely';

/** What a killed platform had no time to tell of a run that ended is told by the next one. */
export async function up(queries: Kysely<unknown>): Promise<void> {
  await sql`alter table dbt_runs add column is_end_told boolean not null default false`.execute(queries);
  await sql`update dbt_runs set is_end_told = true where finished_at is not null`.execute(queries);
  await sql`create index dbt_runs_untold_ends on dbt_runs (finished_at) where finished_at is not null and not is_end_told`.execute(
    queries,
  );
}
