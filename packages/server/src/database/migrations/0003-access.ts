import { type Kysely, sql } from 'kysely';

// Who decided about a plugin's request for somebody else's permission, and when. Changes of the table are announced to
// other nodes by the trigger that 0001 made.
const statements = `
alter table permission_requests
  add column decided_at timestamptz,
  add column decided_by uuid references users on delete set null;
create index group_permissions_by_type on group_permissions (permission_type);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}
