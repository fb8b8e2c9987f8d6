import type { ClientBase } from 'pg';
import { quoteName } from '../../sql-text.ts';

const kinds: Readonly<Record<string, string>> = { r: 'table', p: 'table', v: 'view', m: 'materialized view' };

/**
 * Drops what dbt had renamed or not yet renamed when it was killed. It would itself, but only when it builds the same
 * model again.
 */
export async function dropLeftovers(
  client: ClientBase,
  { schemas, owner }: { readonly schemas: readonly string[]; readonly owner: string },
): Promise<void> {
  const { rows } = await client.query<{ schema: string; name: string; kind: string }>(
    `select n.nspname as schema, c.relname as name, c.relkind as kind
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and pg_get_userbyid(c.relowner) = $2 and c.relkind = any($3)
       and c.relname ~ '__dbt_(tmp|backup)[0-9]*$'`,
    [schemas, owner, Object.keys(kinds)],
  );
  for (const { schema, name, kind } of rows)
    await client.query(`drop ${kinds[kind]} if exists ${quoteName(schema)}.${quoteName(name)} cascade`);
}
