import { type Kysely, sql } from 'kysely';

const statements = `
-- What administrators set for a plugin. No reference to plugins: what is set outlives an uninstallation that keeps data.
-- secrets: name -> text encrypted with a key that is not in the database.
create table plugin_settings (
  plugin text not null,
  org_id uuid not null references orgs on delete cascade,
  values jsonb not null default '{}',
  secrets jsonb not null default '{}',
  updated_at timestamptz not null default now(),
  updated_by uuid references users on delete set null,
  primary key (plugin, org_id)
);

-- The channel of access changes, which every node hears already; the payload tells the two apart.
create function notify_settings_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('honeyframe_access', 'settings');
  return null;
end $$;
create trigger settings_changed after insert or update or delete or truncate on plugin_settings
  for each statement execute function notify_settings_changed();
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}
