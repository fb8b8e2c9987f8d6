import { type Kysely, sql } from 'kysely';

// What the tables of a published version were built from, node by node: a build leaves out what has not changed since.
// Beside the version, not in it: readers load that row for each query.
const statements = `
create table dbt_built_versions (
  version_id uuid primary key references warehouse_files on delete cascade,
  nodes jsonb not null
);

-- build, run (models alone) or test.
alter table dbt_runs add column command text not null default 'build';
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}
