import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { quoteName, quoteText } from '../../sql-text.ts';
import type { WarehouseFile } from '../../warehouse-files.ts';
import { toPostgresColumn } from './postgres-column.ts';

export interface ExportedColumn {
  readonly name: string;
  /** As PostgreSQL writes it. */
  readonly type: string;
}

export interface ExportedTable {
  readonly table: string;
  readonly columns: readonly ExportedColumn[];
  /** CSV without a header; nothing for null, everything else in quotation marks. */
  readonly file: string;
}

/**
 * Writes every table of a raw source to a folder, in the form that PostgreSQL reads. Names are in lower case: DuckDB takes
 * them in any, and PostgreSQL reads one without quotation marks so.
 */
export async function exportTables(
  source: WarehouseFile,
  folder: string,
  signal: AbortSignal,
): Promise<ExportedTable[]> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '512MB', threads: '2' });
  try {
    const connection = await instance.connect();
    using _ = interruptOnAbort(connection, signal);
    await connection.run("set TimeZone = 'UTC'");
    await connection.run(`attach ${quoteText(source.path)} as ${quoteName(source.name)} (read_only)`);
    const tables = await listColumns(connection, source.name);
    const exported: ExportedTable[] = [];
    for (const [number, [table, columns]] of [...tables].entries()) {
      signal.throwIfAborted();
      const file = path.join(folder, `${number}.csv`);
      exported.push(await exportTable(connection, { source: source.name, table, columns, file }));
    }
    connection.closeSync();
    return exported;
  } finally {
    instance.closeSync();
  }
}

function interruptOnAbort(connection: DuckDBConnection, signal: AbortSignal): Disposable {
  const interrupt = () => connection.interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener('abort', interrupt) };
}

type Column = readonly [name: string, type: string];

async function listColumns(connection: DuckDBConnection, source: string): Promise<Map<string, Column[]>> {
  const reader = await connection.runAndReadAll(
    `select c.table_name, c.column_name, c.data_type from duckdb_columns() c
     join duckdb_tables() t using (database_name, schema_name, table_name)
     where database_name = ${quoteText(source)} and schema_name = 'main' order by c.table_name, c.column_index`,
  );
  const tables = new Map<string, Column[]>();
  for (const [table, name, type] of reader.getRows().map((row) => row.map(String))) {
    const columns = tables.get(table ?? '') ?? [];
    columns.push([name ?? '', type ?? '']);
    tables.set(table ?? '', columns);
  }
  return tables;
}

interface ExportOrder {
  readonly source: string;
  readonly table: string;
  readonly columns: readonly Column[];
  readonly file: string;
}

async function exportTable(connection: DuckDBConnection, order: ExportOrder): Promise<ExportedTable> {
  const columns = order.columns.map(([name, type]) => ({ name, ...toPostgresColumn(quoteName(name), type) }));
  const list = columns.map(({ expression }) => expression).join(', ');
  const from = `${quoteName(order.source)}.main.${quoteName(order.table)}`;
  await connection.run(
    `copy (select ${list} from ${from}) to ${quoteText(order.file)} (format csv, header false, force_quote *)`,
  );
  return {
    table: order.table.toLowerCase(),
    columns: columns.map(({ name, type }) => ({ name: name.toLowerCase(), type })),
    file: order.file,
  };
}
