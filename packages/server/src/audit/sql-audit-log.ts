import type { AuditEvent } from '@honeyframe/contract/api';
import { sql } from 'kysely';
import type { Queries } from '../database/index.ts';
import { readDistinct, readFacets } from './audit-facets.ts';
import type { AuditLog, AuditPage, AuditPageQuery, AuditWrite } from './audit-log.ts';
import { narrow, needsActions, ofOrg } from './narrow-events.ts';

const columns = ['id', 'at', 'actor_id', 'actor', 'action', 'plugin'] as const;
const objectColumns = ['target_type', 'target_id', 'details', 'request_id', 'ip'] as const;

/** The audit log in the platform database. */
export function createSqlAuditLog(queries: Queries): AuditLog {
  return {
    record: async (event, within = queries) => {
      await within.insertInto('audit_log').values(toRow(event)).execute();
    },
    recordAll: async (events, within = queries) => {
      if (events.length > 0) await within.insertInto('audit_log').values(events.map(toRow)).execute();
    },
    list: (query) => listPage(queries, query),
    find: async (orgId, id) => {
      const row = await selectEvents(queries).where(ofOrg(orgId)).where('id', '=', id).executeTakeFirst();
      return row && toEvent(row);
    },
    facets: (orgId) => readFacets(queries, orgId),
  };
}

async function listPage(queries: Queries, query: AuditPageQuery): Promise<AuditPage> {
  const { cursor, limit, org_id } = query;
  const actions = needsActions(query) ? await readDistinct(queries, org_id, 'action') : [];
  let select = selectEvents(queries).where(narrow(query, actions));
  // By time, then by number: an event of a long transaction bears the time at which that began.
  if (cursor !== undefined) {
    const last = sql`(select at from audit_log where id = ${cursor} and ${ofOrg(org_id)})`;
    select = select.where(sql<boolean>`(at, id) < (${last}, ${cursor}::bigint)`);
  }
  const found = await select
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const rows = found.slice(0, limit).map(toEvent);
  return { rows, next_cursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}

function selectEvents(queries: Queries) {
  return queries.selectFrom('audit_log').select(columns).select(objectColumns);
}

function toEvent(row: Omit<AuditEvent, 'at'> & { readonly at: Date }): AuditEvent {
  return { ...row, at: row.at.toISOString() };
}

/** `id` and `at` are the database's own: the runtime role has no right to choose them. */
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
