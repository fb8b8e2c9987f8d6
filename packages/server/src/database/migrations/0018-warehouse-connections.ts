import { type Kysely, sql } from 'kysely';

const statements = `
-- The PostgreSQL that an organisation builds in, instead of files. The url has no password; secret is the whole
-- one, encrypted with a key that is not in the database. database_id is what the platform wrote into that database when it
-- was first named, so that it is known again under another address.
create table warehouse_connections (
  org_id uuid primary key references orgs on delete cascade,
  url text not null,
  secret text not null,
  database_id uuid not null unique,
  updated_at timestamptz not null default now(),
  updated_by text
);

-- What was built there. run_id is the last run that began, built_run_id the last one that ended well; where they differ
-- readers may see a build in progress, or one that failed half-way. Kept when the connection is removed, for its return.
create table warehouse_builds (
  org_id uuid not null references orgs on delete cascade,
  database_id uuid not null,
  name text not null,
  run_id uuid not null,
  built_run_id uuid,
  built_at timestamptz,
  primary key (org_id, database_id, name)
);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}
