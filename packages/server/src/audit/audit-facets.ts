import { sql } from 'kysely';
import type { Queries } from '../database/index.ts';
import type { AuditFacets } from './audit-log.ts';
import { ofOrg } from './narrow-events.ts';

/** More than anybody reads through in a list of choices. */
const MAX_VALUES = 1000;

export async function readFacets(queries: Queries, orgId: string | null): Promise<AuditFacets> {
  const [actors, actions, plugins, target_types] = await Promise.all([
    readDistinct(queries, orgId, 'actor'),
    readDistinct(queries, orgId, 'action'),
    readDistinct(queries, orgId, 'plugin'),
    readDistinct(queries, orgId, 'target_type'),
  ]);
  return { actors, actions, plugins, target_types };
}

/**
 * The values of a column, in order. Jumps from one to the next in the column's index: `select distinct` would read every
 * event of the organisation.
 */
export async function readDistinct(
  queries: Queries,
  orgId: string | null,
  name: 'actor' | 'action' | 'plugin' | 'target_type',
): Promise<string[]> {
  const column = sql.ref(name);
  const events = sql`from audit_log where ${ofOrg(orgId)} and ${column} is not null`;
  const { rows } = await sql<{ value: string }>`
    with recursive seen (value) as (
      (select ${column} ${events} order by ${column} limit 1)
      union all
      select (select ${column} ${events} and ${column} > seen.value order by ${column} limit 1)
      from seen where seen.value is not null
    )
    select value from seen where value is not null limit ${MAX_VALUES}
  `.execute(queries);
  return rows.map(({ value }) => value);
}
