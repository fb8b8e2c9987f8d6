import type { Queries } from '../database/index.ts';
import type { AuditLog, AuditQuery, AuditWrite } from './audit-log.ts';

/** The audit log in the platform database. */
export function createSqlAuditLog(queries: Queries): AuditLog {
  return {
    record: async (event, within = queries) => {
      await within.insertInto('audit_log').values(toRow(event)).execute();
    },
    list: async (query) => {
      const matching = selectMatching(queries, query);
      const [rows, count] = await Promise.all([
        matching.selectAll().orderBy('id', 'desc').limit(query.limit).offset(query.offset).execute(),
        matching.select((eb) => eb.fn.countAll<string>().as('total')).executeTakeFirstOrThrow(),
      ]);
      return { rows: rows.map((row) => ({ ...row, at: row.at.toISOString() })), total: Number(count.total) };
    },
  };
}

function toRow(event: AuditWrite) {
  return {
    org_id: event.org_id,
    actor_id: event.actor.id,
    actor: event.actor.name,
    action: event.action,
    plugin: event.plugin ?? null,
    target_type: event.target_type ?? null,
    target_id: event.target_id ?? null,
    details: JSON.stringify(event.details ?? {}),
    request_id: event.request_id ?? null,
    ip: event.ip ?? null,
  };
}

function selectMatching(queries: Queries, query: AuditQuery) {
  let select = queries.selectFrom('audit_log').where('org_id', '=', query.org_id);
  for (const column of ['action', 'plugin', 'target_type', 'target_id'] as const) {
    const value = query[column];
    if (value !== undefined) select = select.where(column, '=', value);
  }
  return select;
}
