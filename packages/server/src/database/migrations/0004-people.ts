import { type Kysely, sql } from 'kysely';

// Of a token only its hash is kept. An open invitation is one that was neither accepted nor revoked; an expired one stays
// open, so that it can be sent again.
const statements = `
create table invitations (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references orgs on delete cascade,
  email text not null,
  seat text not null check (seat in ('admin', 'designer', 'analyst', 'viewer')),
  group_ids uuid[] not null default '{}',
  token_hash bytea not null unique,
  lifetime_days int not null,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  mailed_at timestamptz,
  accepted_at timestamptz,
  accepted_by uuid references users on delete set null,
  revoked_at timestamptz
);
create unique index invitations_open on invitations (org_id, lower(email)) where accepted_at is null and revoked_at is null;
create index invitations_by_org on invitations (org_id, created_at desc);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}
