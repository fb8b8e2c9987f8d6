import { type Kysely, sql } from 'kysely';

const statements = `
-- is_full: also builds what nothing has changed for. expect_within: minutes after its time by which its build must have
-- succeeded; times before expected_since are none of that.
alter table dbt_schedules
  add column is_full boolean not null default false,
  add column expect_within int check (expect_within > 0),
  add column expected_since timestamptz not null default now();
create index dbt_schedules_expected on dbt_schedules (id) where enabled and expect_within is not null;

-- subject tells several of one workspace apart: the id of a schedule, dbt's id of a source.
alter table dbt_incidents
  drop constraint dbt_incidents_kind_check,
  add constraint dbt_incidents_kind_check check (kind in ('failure', 'lateness', 'staleness')),
  add column subject text not null default '';
drop index dbt_incidents_open;
create unique index dbt_incidents_open on dbt_incidents (org_id, workspace, kind, subject) where closed_at is null;
create index dbt_incidents_newest on dbt_incidents (org_id, opened_at desc);

-- How fresh each source of a workspace was when it was last looked at. version_id: what data_as_of was read from, so
-- that nobody reads it again.
create table dbt_source_freshness (
  org_id uuid not null references orgs on delete cascade,
  workspace text not null,
  unique_id text not null,
  relation text not null,
  state text check (state in ('pass', 'warn', 'error', 'unmeasured')),
  measured_by text not null check (measured_by in ('field', 'import')),
  measure text not null,
  version_id uuid,
  data_as_of timestamptz,
  warn_after_seconds int,
  error_after_seconds int,
  problem text,
  checked_at timestamptz not null default now(),
  primary key (org_id, workspace, unique_id)
);

-- The last result of each test: its history is long, and the page sorts by this.
create table dbt_tests (
  org_id uuid not null references orgs on delete cascade,
  workspace text not null,
  unique_id text not null,
  name text not null,
  state text not null,
  last_at timestamptz not null,
  primary key (org_id, workspace, unique_id)
);
insert into dbt_tests (org_id, workspace, unique_id, name, state, last_at)
  select distinct on (org_id, workspace, unique_id) org_id, workspace, unique_id, name, state, at
  from dbt_test_results order by org_id, workspace, unique_id, at desc;

-- Messages to an organisation's address. The job of the queue only carries the id.
create table dbt_webhook_deliveries (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references orgs on delete cascade,
  message jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  attempts int not null default 0,
  created_at timestamptz not null default now(),
  last_attempt_at timestamptz,
  last_error text
);
create index dbt_webhook_deliveries_newest on dbt_webhook_deliveries (org_id, created_at desc);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}
