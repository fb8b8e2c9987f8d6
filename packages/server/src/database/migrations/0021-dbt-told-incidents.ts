import { type Kysely, sql } from 'kysely';

/** Who was not told of a begin is not told of an end. */
export async function up(queries: Kysely<unknown>): Promise<void> {
  await sql`alter table dbt_incidents add column is_told boolean not null default true`.execute(queries);
}
