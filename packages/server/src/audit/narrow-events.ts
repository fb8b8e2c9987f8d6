import { describeAction, toAuditGroup } from '@honeyframe/contract/api';
import { type RawBuilder, sql } from 'kysely';
import type { AuditQuery } from './audit-log.ts';

const exactColumns = ['actor', 'actor_id', 'action', 'plugin', 'target_type', 'target_id'] as const;

/** The text that the index of migration 0015 is made of, letter by letter: only then is it used. */
const searchedText = sql`(actor || E'\\n' || coalesce(plugin, '') || E'\\n' || coalesce(target_type, '') || E'\\n' || coalesce(target_id, ''))`;

/** Events of one organisation, or of none. */
export function ofOrg(orgId: string | null): RawBuilder<boolean> {
  return orgId === null ? sql`org_id is null` : sql`org_id = ${orgId}`;
}

/** Whether a query speaks of actions by their words: then those that occur must be known. */
export function needsActions({ q, group }: AuditQuery): boolean {
  return Boolean(q) || group !== undefined;
}

/** The condition of a query. `actions`: those that occur in the log. */
export function narrow(query: AuditQuery, actions: readonly string[]): RawBuilder<boolean> {
  const conditions: RawBuilder<unknown>[] = [ofOrg(query.org_id)];
  for (const column of exactColumns) {
    const value = query[column];
    if (value !== undefined) conditions.push(sql`${sql.ref(column)} = ${value}`);
  }
  if (query.from !== undefined) conditions.push(sql`at >= ${query.from}::timestamptz`);
  if (query.to !== undefined) conditions.push(sql`at < ${query.to}::timestamptz`);
  const { group } = query;
  if (group !== undefined) conditions.push(isOneOf(actions.filter((name) => toAuditGroup(name) === group)));
  if (query.q) conditions.push(mentions(query.q, actions));
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

function mentions(text: string, actions: readonly string[]): RawBuilder<unknown> {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const wanted = text.toLowerCase();
  const fitting = actions.filter((name) => `${name} ${describeAction(name)}`.toLowerCase().includes(wanted));
  const isMentioned = sql`${searchedText} ilike ${pattern}`;
  return fitting.length === 0 ? isMentioned : sql`(${isOneOf(fitting)} or ${isMentioned})`;
}

function isOneOf(actions: readonly string[]): RawBuilder<unknown> {
  return sql`action = any(${actions}::text[])`;
}
