import { type Kysely, sql } from 'kysely';

const statements = `
-- inputs: which version of the workspace and of each source the run read, and which version of its own file it began
-- with; a run is resumed, and a node left out as unchanged, only where they are the same.
alter table dbt_runs
  add column resumed_from uuid references dbt_runs on delete set null,
  add column is_full boolean not null default false,
  add column inputs jsonb;
create index dbt_runs_resumed on dbt_runs (resumed_from) where resumed_from is not null;

-- One row a test of a run, for the history of each test; failing_rows is a sample.
create table dbt_test_results (
  run_id uuid not null references dbt_runs on delete cascade,
  unique_id text not null,
  org_id uuid not null references orgs on delete cascade,
  workspace text not null,
  name text not null,
  state text not null,
  failures int,
  failing_rows jsonb,
  at timestamptz not null default now(),
  primary key (run_id, unique_id)
);
create index dbt_test_results_by_test on dbt_test_results (org_id, workspace, unique_id, at desc);

-- What went wrong and was told once: until it is closed, nobody is told again.
create table dbt_incidents (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references orgs on delete cascade,
  workspace text not null,
  kind text not null check (kind in ('failure', 'lateness')),
  run_id uuid references dbt_runs on delete set null,
  message text not null,
  opened_at timestamptz not null default now(),
  closed_at timestamptz
);
create unique index dbt_incidents_open on dbt_incidents (org_id, workspace, kind) where closed_at is null;

-- secret is encrypted with a key that is not in the database.
create table dbt_webhooks (
  org_id uuid primary key references orgs on delete cascade,
  url text not null,
  secret text not null,
  enabled boolean not null default true,
  updated_at timestamptz not null default now(),
  updated_by text,
  last_attempt_at timestamptz,
  last_error text
);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}
