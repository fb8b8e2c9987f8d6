// Runs in a child: builds a new source file from CSV files, declarations and the previous version.
import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { quoteName, quoteText } from '../sql-text.ts';
import { loadCsv } from './load-csv.ts';
import { type LoadedTable, type LoadResult, loadOrderSchema, type TableOrder } from './load-order.ts';
import { planDeclared } from './plan-columns.ts';
import { requireKnownTypes } from './require-known-types.ts';

export default async function loadSource(input: unknown): Promise<LoadResult> {
  const order = loadOrderSchema.parse(input);
  const folder = path.dirname(order.draft_file);
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '1GB',
    threads: '2',
    temp_directory: path.join(folder, 'spill'),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run("set TimeZone = 'UTC'");
  await connection.run(`attach ${quoteText(order.draft_file)} as target`);
  if (order.previous_file) {
    await connection.run(`attach ${quoteText(order.previous_file)} as previous (read_only)`);
  }
  await confine(connection, [folder, ...fileFolders(order.tables)]);
  await requireKnownTypes(connection, order.tables);
  const tables = await loadTables(connection, order.tables, order.previous_file !== null);
  const table_count = (await listTables(connection, 'target')).size;
  // Closed whole, so that no write-ahead log stays behind.
  await connection.run('checkpoint target');
  connection.closeSync();
  instance.closeSync();
  return { tables, table_count };
}

/** The files' contents never become SQL; should a name or type slip through, it reaches no other file. */
async function confine(connection: DuckDBConnection, folders: readonly string[]): Promise<void> {
  const list = folders.map((folder) => quoteText(`${folder}/`)).join(', ');
  await connection.run(`set allowed_directories = [${list}]`);
  await connection.run('set enable_external_access = false');
  await connection.run('set lock_configuration = true');
}

function fileFolders(tables: readonly TableOrder[]): string[] {
  return [...new Set(tables.flatMap(({ file }) => (file ? [path.dirname(file)] : [])))];
}

async function loadTables(
  connection: DuckDBConnection,
  orders: readonly TableOrder[],
  hasPrevious: boolean,
): Promise<LoadedTable[]> {
  const loaded: LoadedTable[] = [];
  if (hasPrevious) await carryOver(connection, orders);
  const carried = await listTables(connection, 'target');
  for (const order of orders) {
    const { file } = order;
    if (file) loaded.push(await loadCsv(connection, { ...order, file }));
    else if (!carried.has(order.table)) loaded.push(await createEmpty(connection, order));
  }
  return loaded;
}

/** Keeps what this import does not replace. Of a table without rows only the declaration counts, it may have changed. */
async function carryOver(connection: DuckDBConnection, orders: readonly TableOrder[]): Promise<void> {
  const ordered = new Map(orders.map((order) => [order.table, order]));
  for (const table of await listTables(connection, 'previous')) {
    const order = ordered.get(table);
    const name = quoteName(table);
    const isReplaced = order?.file || (order && (await isEmpty(connection, `previous.main.${name}`)));
    if (isReplaced) continue;
    await connection.run(`create table target.main.${name} as from previous.main.${name}`);
  }
}

async function isEmpty(connection: DuckDBConnection, table: string): Promise<boolean> {
  const reader = await connection.runAndReadAll(`select 1 from ${table} limit 1`);
  return reader.currentRowCount === 0;
}

async function createEmpty(connection: DuckDBConnection, order: TableOrder): Promise<LoadedTable> {
  const columns = planDeclared(order).map(({ name, type }) => `${quoteName(name)} ${type}`);
  if (columns.length > 0) {
    await connection.run(`create table target.main.${quoteName(order.table)} (${columns.join(', ')})`);
  }
  return { table: order.table, file: null, rows: 0, rejected: 0, rejects: [] };
}

async function listTables(connection: DuckDBConnection, catalogue: string): Promise<Set<string>> {
  const reader = await connection.runAndReadAll(
    `select table_name from duckdb_tables() where database_name = ${quoteText(catalogue)} and schema_name = 'main'`,
  );
  return new Set(reader.getRows().map(([name]) => String(name)));
}
