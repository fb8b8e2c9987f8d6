import { type Kysely, sql } from 'kysely';

const statements = `
-- When a workspace of an organisation is built by itself. seeded: what the plugin brought, which tells what somebody
-- changed since. next_due_at is the cursor of clock and intervals: the first instant that nobody has decided about.
-- watched_since: successes and imports before it are none of this schedule's.
create table dbt_schedules (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references orgs on delete cascade,
  workspace text not null,
  origin text not null check (origin in ('plugin', 'person')),
  schedule_key text,
  name text not null,
  kind text not null check (kind in ('cron', 'interval', 'on_success', 'on_import')),
  cron text,
  timezone text,
  every_seconds int,
  on_success_of text,
  on_import text,
  selection text,
  misfire text not null check (misfire in ('skip', 'latest', 'all')),
  overlap text not null check (overlap in ('skip', 'queue', 'cancel')),
  enabled boolean not null default true,
  seeded jsonb,
  anchor timestamptz not null default now(),
  next_due_at timestamptz,
  watched_since timestamptz not null default now(),
  created_by text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((origin = 'plugin') = (schedule_key is not null and seeded is not null)),
  unique (org_id, workspace, schedule_key)
);
create index dbt_schedules_due on dbt_schedules (next_due_at) where enabled and next_due_at is not null;
create index dbt_schedules_waiting on dbt_schedules (kind) where enabled and kind in ('on_success', 'on_import');

-- The ledger of what fired. cause: 'time', the id of a run or of an imported file, or 'hand'.
create table dbt_schedule_firings (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references orgs on delete cascade,
  schedule_id uuid not null references dbt_schedules on delete cascade,
  scheduled_for timestamptz not null,
  cause text not null,
  fired_at timestamptz not null default now(),
  run_id uuid references dbt_runs on delete set null,
  outcome text not null check (outcome in ('queued', 'skipped')),
  reason text,
  unique (schedule_id, scheduled_for)
);
create unique index dbt_schedule_firings_cause on dbt_schedule_firings (schedule_id, cause)
  where cause not in ('time', 'hand');
create index dbt_schedule_firings_by_run on dbt_schedule_firings (run_id);

create index dbt_runs_succeeded on dbt_runs (org_id, workspace, finished_at) where state = 'success';
create index dbt_runs_started on dbt_runs (org_id, started_at desc) where started_at is not null;

-- The system groups of organisations that are there already; a new database stays empty, for a restore to fill.
insert into permissions (name, owner, description)
  select 'dbt.schedule', 'platform', 'Decide when data is built by itself.' where exists (select from groups)
  on conflict do nothing;
insert into group_permissions (group_id, permission_type, origin)
  select id, 'dbt.schedule', 'system' from groups where system_key in ('org_admins', 'designers')
  on conflict do nothing;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}
