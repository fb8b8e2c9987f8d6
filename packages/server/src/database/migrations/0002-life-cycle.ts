import { type Kysely, sql } from 'kysely';

const statements = `
-- generation: SHA-256 of the plugin's files, which is also the name of the copy in the store.
create table plugin_generations (
  plugin text not null references plugins (slug) on delete cascade,
  generation text not null,
  version text not null,
  manifest jsonb not null,
  created_at timestamptz not null default now(),
  activated_at timestamptz not null default now(),
  primary key (plugin, generation)
);

-- The folder's content that is not to run by itself: somebody rolled it back, or it failed in its first minute.
alter table plugins add column held_generation text;

create table plugin_steps (
  id uuid primary key default gen_random_uuid(),
  at timestamptz not null default now(),
  plugin text not null,
  step text not null,
  org_id uuid references orgs on delete cascade,
  actor_id uuid,
  actor text not null,
  from_version text,
  from_generation text,
  to_version text,
  to_generation text,
  outcome text not null check (outcome in ('done', 'failed', 'rolled_back')),
  reason text,
  plan jsonb not null
);
create index plugin_steps_by_plugin on plugin_steps (plugin, at desc);

`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}
