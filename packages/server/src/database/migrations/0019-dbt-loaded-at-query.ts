import { type Kysely, sql } from 'kysely';

const statement = `
alter table dbt_source_freshness
  drop constraint dbt_source_freshness_measured_by_check,
  add constraint dbt_source_freshness_measured_by_check check (measured_by in ('query', 'field', 'import'))`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statement).execute(db);
}
