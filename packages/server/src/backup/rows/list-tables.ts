import type { ClientBase } from 'pg';
import { PLATFORM_SCHEMA, pluginSchema, quoteIdentifier } from '../../database/index.ts';
import type { BackupSequence, BackupTable } from '../backup-contents.ts';

/** Bookkeeping of the migrations, which write it themselves. */
const bookkeeping = ['kysely_migration', 'kysely_migration_lock'];

/** The platform's schema, and that of each plugin whose tables can be made again. */
export async function listSchemas(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ plugin: string }>(
    `select distinct plugin from ${PLATFORM_SCHEMA}.plugin_migrations order by plugin`,
  );
  return [PLATFORM_SCHEMA, ...rows.map(({ plugin }) => pluginSchema(plugin))];
}

export interface ListedTable extends BackupTable {
  readonly partitioned: boolean;
}

/** Every table with its columns; partitions come with their table. */
export async function listTables(client: ClientBase, schemas: readonly string[]): Promise<ListedTable[]> {
  const { rows } = await client.query<ListedTable>(
    `select n.nspname as schema, c.relname as name, c.relkind = 'p' as partitioned,
       coalesce((
         select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)
         from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       ), '[]') as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> all($2)
     order by n.nspname, c.relname`,
    [schemas, bookkeeping],
  );
  return rows;
}

/** Where every sequence stands. Sequences are outside of transactions: they may be ahead of the rows, never behind. */
export async function listSequences(
  client: ClientBase,
  schemas: readonly string[],
): Promise<BackupSequence[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind = 'S' order by n.nspname, c.relname`,
    [schemas],
  );
  const sequences: BackupSequence[] = [];
  for (const { schema, name } of rows) {
    const state = await client.query<{ last_value: string; is_called: boolean }>(
      `select last_value::text, is_called from ${qualify({ schema, name })}`,
    );
    const [row] = state.rows;
    if (row) sequences.push({ schema, name, ...row });
  }
  return sequences;
}

export function qualify({ schema, name }: { schema: string; name: string }): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}
