import type { ClientBase } from 'pg';
import { PLATFORM_SCHEMA, quoteIdentifier } from '../../database/index.ts';
import { type ListedTable, qualify } from './list-tables.ts';

/** Rows as lines of JSON: a part of one table, small enough to be held in memory. */
export interface RowsPart {
  readonly bytes: Buffer;
  readonly rows: number;
}

const FETCHED_ROWS = 500;
const PART_BYTES = 1024 * 1024;

/** Rows that make no sense elsewhere: who is signed in, and versions of files that the backup does not carry. */
const kept: Readonly<Record<string, string>> = {
  [`${PLATFORM_SCHEMA}.sessions`]: 'false',
  [`${PLATFORM_SCHEMA}.warehouse_files`]: 'is_current',
};

/**
 * Every row as an array of texts, each as PostgreSQL itself writes and reads a value of that type: exact for every
 * type, the extensions' too, which JSON numbers, times and a `null` within jsonb would not be.
 */
export async function* readRows(client: ClientBase, table: ListedTable): AsyncGenerator<RowsPart> {
  const values = table.columns.map(({ name }) => `${quoteIdentifier(name)}::text`).join(', ');
  const only = table.partitioned ? '' : 'only ';
  const condition = kept[`${table.schema}.${table.name}`] ?? 'true';
  await client.query(
    `declare backup_rows no scroll cursor for
     select array_to_json(array[${values}]::text[])::text as line from ${only}${qualify(table)} where ${condition}`,
  );
  yield* gather(client);
  await client.query('close backup_rows');
}

async function* gather(client: ClientBase): AsyncGenerator<RowsPart> {
  let lines: string[] = [];
  let size = 0;
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${FETCHED_ROWS} from backup_rows`);
    for (const { line } of rows) {
      lines.push(line);
      size += line.length;
      if (size < PART_BYTES) continue;
      yield toPart(lines);
      lines = [];
      size = 0;
    }
    if (rows.length > 0) continue;
    if (lines.length > 0) yield toPart(lines);
    return;
  }
}

function toPart(lines: readonly string[]): RowsPart {
  return { bytes: Buffer.from(`${lines.join('\n')}\n`), rows: lines.length };
}
