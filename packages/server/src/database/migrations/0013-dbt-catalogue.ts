import { type Kysely, sql } from 'kysely';

const statements = `
-- What dbt's manifest of a workspace says, of its last version that dbt could parse: a broken one does not take it away.
create table dbt_catalogue (
  workspace text primary key references dbt_workspaces on delete cascade,
  content_hash text not null,
  graph jsonb not null,
  stored_at timestamptz not null default now()
);

-- Places of nodes, in the order of the graph that the key is the hash of.
create table dbt_lineage_layouts (
  key text primary key,
  places jsonb not null,
  created_at timestamptz not null default now()
);

-- The newest state of each node of an organisation, one look into the index a node.
alter table dbt_run_nodes
  add column org_id uuid,
  add column workspace text,
  add column queued_at timestamptz;
update dbt_run_nodes set org_id = run.org_id, workspace = run.workspace, queued_at = run.queued_at
  from dbt_runs run where run.id = run_id;
create index dbt_run_nodes_newest on dbt_run_nodes (org_id, workspace, unique_id, queued_at desc);

-- The administrators of organisations that are there already; a new database stays empty, for a restore to fill.
insert into permissions (name, owner, description)
  select 'dataset.preview', 'platform', 'Look at the first rows of any dataset, personal data included.'
  where exists (select from groups)
  on conflict do nothing;
insert into group_permissions (group_id, permission_type, origin)
  select id, 'dataset.preview', 'system' from groups where system_key = 'org_admins'
  on conflict do nothing;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}
