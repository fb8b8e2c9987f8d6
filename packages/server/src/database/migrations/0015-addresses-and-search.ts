import { type Kysely, sql } from 'kysely';

// Accounts: whether somebody other than its maker says that the address is his. One that was made by the link of an
// invitation begins in the transaction that accepts it.
// Audit log: a search without a hit read every event of the organisation; trigrams find those that can match. Where the
// server has no pg_trgm, or this role may not add it, the search works as before.
const statements = `
alter table users add column address_vouched boolean not null default true;
update users set address_vouched = false from invitations
  where invitations.accepted_by = users.id and invitations.accepted_at = users.created_at;

do $$
declare
  home text;
begin
  create extension if not exists pg_trgm;
  select n.nspname into home from pg_extension e join pg_namespace n on n.oid = e.extnamespace
    where e.extname = 'pg_trgm';
  execute format('create index audit_log_by_text on audit_log using gin ((actor || E''\\n'' || coalesce(plugin, '''')
    || E''\\n'' || coalesce(target_type, '''') || E''\\n'' || coalesce(target_id, '''')) %I.gin_trgm_ops)', home);
exception
  when insufficient_privilege or undefined_file or feature_not_supported then null;
end $$;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}
