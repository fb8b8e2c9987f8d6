import { createReadStream } from 'node:fs';
import type { ClientBase } from 'pg';
import { quoteName } from '../../sql-text.ts';
import type { WarehouseFile } from '../../warehouse-files.ts';
import { NOTES_SCHEMA } from '../walls/schema-names.ts';
import { copyIn } from './copy-in.ts';
import type { ExportedTable } from './export-tables.ts';

const mirrors = `${quoteName(NOTES_SCHEMA)}.mirrors`;

/** Id of the version of each raw source that is there. */
export async function listMirrored(client: ClientBase): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; file_id: string }>(
    `select name, file_id from ${mirrors}`,
  );
  return new Map(rows.map(({ name, file_id }) => [name, file_id]));
}

/**
 * Makes a raw source's schema hold these tables, in the caller's transaction: readers see all of the old rows or all of
 * the new ones. Rows are changed and tables kept, because views of workspaces stand on them; one whose columns have
 * changed is made anew, and those views with the next build.
 */
export async function mirrorSource(
  client: ClientBase,
  source: Pick<WarehouseFile, 'id' | 'name'>,
  tables: readonly ExportedTable[],
): Promise<void> {
  const before = await describeTables(client, source.name);
  for (const table of tables) {
    await prepareTable(client, source.name, table, before.get(table.table));
    const columns = table.columns.map(({ name }) => quoteName(name)).join(', ');
    const name = toName(source.name, table.table);
    await copyIn(client, `copy ${name} (${columns}) from stdin (format csv)`, createReadStream(table.file));
  }
  const wanted = new Set(tables.map(({ table }) => table));
  for (const table of before.keys()) {
    if (!wanted.has(table)) await client.query(`drop table ${toName(source.name, table)} cascade`);
  }
  await client.query(
    `insert into ${mirrors} (name, file_id) values ($1, $2)
     on conflict (name) do update set file_id = excluded.file_id, mirrored_at = now()`,
    [source.name, source.id],
  );
}

async function prepareTable(
  client: ClientBase,
  source: string,
  { table, columns }: ExportedTable,
  before: string | undefined,
): Promise<void> {
  const name = toName(source, table);
  const wanted = await normalise(client, columns);
  if (before === wanted) {
    await client.query(`delete from ${name}`);
    return;
  }
  if (before !== undefined) await client.query(`drop table ${name} cascade`);
  const list = columns.map((column) => `${quoteName(column.name)} ${column.type}`).join(', ');
  await client.query(`create table ${name} (${list})`);
}

/** Names and types of the columns of each table, as one text. */
async function describeTables(client: ClientBase, schema: string): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; columns: string }>(
    `select c.relname as name,
       coalesce(string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum), '') as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where n.nspname = $1 and c.relkind = 'r' group by c.relname`,
    [schema],
  );
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}

/** In PostgreSQL's own words, to compare. */
async function normalise(client: ClientBase, columns: ExportedTable['columns']): Promise<string> {
  const list = columns.map(({ name, type }) => `${quoteName(name)} ${type}`).join(', ');
  await client.query(`create temporary table mirror_shape (${list}) on commit drop`);
  const { rows } = await client.query<{ columns: string }>(
    `select coalesce(string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod), ', ' order by attnum), '') as columns
     from pg_attribute where attrelid = 'pg_temp.mirror_shape'::regclass and attnum > 0`,
  );
  await client.query('drop table pg_temp.mirror_shape');
  return rows[0]?.columns ?? '';
}

function toName(schema: string, table: string): string {
  return `${quoteName(schema)}.${quoteName(table)}`;
}
