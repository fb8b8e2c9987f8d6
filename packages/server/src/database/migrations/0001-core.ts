import { type Kysely, sql } from 'kysely';

const statements = `
create table orgs (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique,
  name text not null,
  created_at timestamptz not null default now()
);

create table users (
  id uuid primary key default gen_random_uuid(),
  email text not null,
  display_name text not null default '',
  password_hash text not null,
  must_change_password boolean not null default false,
  is_superadmin boolean not null default false,
  active boolean not null default true,
  created_at timestamptz not null default now(),
  last_sign_in_at timestamptz
);
create unique index users_email on users (lower(email));

create table user_orgs (
  user_id uuid not null references users on delete cascade,
  org_id uuid not null references orgs on delete cascade,
  created_at timestamptz not null default now(),
  primary key (user_id, org_id)
);
create index user_orgs_by_org on user_orgs (org_id);

create table sessions (
  id uuid primary key default gen_random_uuid(),
  token_hash bytea not null unique,
  user_id uuid not null references users on delete cascade,
  org_id uuid references orgs on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_seen_at timestamptz not null default now(),
  ip text,
  user_agent text
);
create index sessions_by_user on sessions (user_id);

create table api_tokens (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users on delete cascade,
  name text not null,
  prefix text not null,
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz
);
create index api_tokens_by_user on api_tokens (user_id);

-- owner: 'platform' or the slug of the plugin that brought the name into the catalogue.
create table permissions (
  name text primary key,
  owner text not null,
  description text not null default '',
  created_at timestamptz not null default now()
);

-- A plugin that declares a name somebody else owns waits here until an administrator approves.
create table permission_requests (
  permission text not null references permissions (name) on delete cascade,
  plugin text not null,
  state text not null default 'pending' check (state in ('pending', 'approved', 'refused')),
  created_at timestamptz not null default now(),
  primary key (permission, plugin)
);

create table groups (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references orgs on delete cascade,
  name text not null,
  description text not null default '',
  owner text,
  system_key text,
  created_at timestamptz not null default now(),
  unique (org_id, system_key)
);
create unique index groups_name on groups (org_id, lower(name));

create table user_groups (
  group_id uuid not null references groups on delete cascade,
  user_id uuid not null references users on delete cascade,
  created_at timestamptz not null default now(),
  primary key (group_id, user_id)
);
create index user_groups_by_user on user_groups (user_id);

-- origin: 'system', 'seed' (by the plugin that owns the group) or 'admin'.
create table group_permissions (
  id uuid primary key default gen_random_uuid(),
  group_id uuid not null references groups on delete cascade,
  permission_type text not null references permissions (name) on delete cascade,
  target_id text,
  origin text not null,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  unique nulls not distinct (group_id, permission_type, target_id)
);

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  org_id uuid,
  actor_id uuid,
  actor text not null,
  action text not null,
  plugin text,
  target_type text,
  target_id text,
  details jsonb not null default '{}',
  request_id text,
  ip text
);
create index audit_log_by_org on audit_log (org_id, id desc);
create index audit_log_by_target on audit_log (org_id, target_type, target_id, id desc);

create table plugins (
  slug text primary key,
  version text not null,
  display_name text not null,
  source text not null,
  folder text not null,
  manifest jsonb not null,
  state text not null,
  active_generation text,
  installed_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table plugin_org_state (
  plugin text not null references plugins (slug) on delete cascade,
  org_id uuid not null references orgs on delete cascade,
  enabled boolean not null default true,
  primary key (plugin, org_id)
);

-- What was seeded, per organisation, so that a later version can be merged three ways.
-- group_id is null when the seed was not carried out (a group of that name existed) or the group was deleted.
create table plugin_seeded_groups (
  plugin text not null references plugins (slug) on delete cascade,
  org_id uuid not null references orgs on delete cascade,
  seed_key text not null,
  group_id uuid references groups on delete set null,
  permissions text[] not null,
  version text not null,
  created_at timestamptz not null default now(),
  primary key (plugin, org_id, seed_key)
);

create table plugin_ledger (
  id bigint generated always as identity primary key,
  plugin text not null references plugins (slug) on delete cascade,
  kind text not null,
  name text not null,
  org_id uuid references orgs on delete cascade,
  details jsonb not null default '{}',
  created_at timestamptz not null default now(),
  unique nulls not distinct (plugin, kind, name, org_id)
);

create table plugin_migrations (
  plugin text not null references plugins (slug) on delete cascade,
  file text not null,
  checksum text not null,
  -- Kept so that a restore can make the plugin's tables without its folder.
  statements text not null,
  applied_at timestamptz not null default now(),
  primary key (plugin, file)
);

create table dashboards (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references orgs on delete cascade,
  slug text not null,
  title text not null,
  created_at timestamptz not null default now(),
  unique (org_id, slug)
);

create table dashboard_placements (
  id uuid primary key default gen_random_uuid(),
  dashboard_id uuid not null references dashboards on delete cascade,
  plugin text not null,
  block text not null,
  config jsonb not null default '{}',
  x int not null,
  y int not null,
  w int not null,
  h int not null,
  hidden boolean not null default false,
  unique (dashboard_id, plugin, block)
);

create table dbt_workspaces (
  slug text primary key,
  owner text not null,
  folder text not null,
  state text not null default 'ready',
  message text,
  content_hash text,
  updated_at timestamptz not null default now()
);

-- One row a version of one file of one organisation's warehouse; is_current is the pointer that readers follow.
create table warehouse_files (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references orgs on delete cascade,
  kind text not null check (kind in ('workspace', 'source')),
  name text not null,
  version int not null,
  file text not null,
  bytes bigint not null default 0,
  is_current boolean not null default false,
  details jsonb not null default '{}',
  created_at timestamptz not null default now(),
  unique (org_id, name, version)
);
create unique index warehouse_files_current on warehouse_files (org_id, name) where is_current;

create table dbt_runs (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references orgs on delete cascade,
  workspace text not null,
  state text not null,
  trigger text not null,
  selection text,
  requested_by text,
  queued_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  lease_until timestamptz,
  cancel_requested boolean not null default false,
  node_count int not null default 0,
  done_count int not null default 0,
  failed_count int not null default 0,
  error jsonb
);
create index dbt_runs_by_org on dbt_runs (org_id, queued_at desc);
create index dbt_runs_open on dbt_runs (state) where finished_at is null;

create table dbt_run_nodes (
  run_id uuid not null references dbt_runs on delete cascade,
  unique_id text not null,
  name text not null,
  resource_type text not null,
  materialisation text,
  state text not null,
  started_at timestamptz,
  finished_at timestamptz,
  seconds double precision,
  row_count bigint,
  message text,
  position int not null,
  primary key (run_id, unique_id)
);

create table dbt_run_events (
  run_id uuid not null references dbt_runs on delete cascade,
  seq int not null,
  kind text not null,
  payload jsonb not null,
  primary key (run_id, seq)
);

create table platform_settings (
  key text primary key,
  value jsonb not null
);
`;

// Every table that decides access tells the other nodes when it changes; a cached decision never outlives a grant.
const accessTables = [
  'users',
  'user_orgs',
  'sessions',
  'api_tokens',
  'groups',
  'user_groups',
  'group_permissions',
  'permission_requests',
  'plugin_org_state',
];

const accessNotifications = `
create function notify_access_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('honeyframe_access', '');
  return null;
end $$;
${accessTables
  .filter((table) => table !== 'sessions')
  .map(
    (table) =>
      `create trigger access_changed after insert or update or delete or truncate on ${table} for each statement execute function notify_access_changed();`,
  )
  .join('\n')}
create trigger access_changed after delete on sessions for each statement execute function notify_access_changed();
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
  await sql.raw(accessNotifications).execute(db);
}
