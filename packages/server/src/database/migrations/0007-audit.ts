import { type Kysely, sql } from 'kysely';

// One index for each filter of the viewer, in the order that it lists: by time, then by number. They also hold the values
// to choose from. That nobody but the owner may change or delete rows is seen to where the runtime role is made: it gets
// its rights again at every start.
const statements = `
drop index audit_log_by_org;
drop index audit_log_by_target;
create index audit_log_by_time on audit_log (org_id, at desc, id desc);
create index audit_log_by_actor on audit_log (org_id, actor, at desc, id desc);
create index audit_log_by_actor_id on audit_log (org_id, actor_id, at desc, id desc) where actor_id is not null;
create index audit_log_by_action on audit_log (org_id, action, at desc, id desc);
create index audit_log_by_plugin on audit_log (org_id, plugin, at desc, id desc) where plugin is not null;
create index audit_log_by_target on audit_log (org_id, target_type, target_id, at desc, id desc)
  where target_type is not null;
create index audit_log_by_target_id on audit_log (org_id, target_id, at desc, id desc) where target_id is not null;
revoke all on audit_log from public;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}
