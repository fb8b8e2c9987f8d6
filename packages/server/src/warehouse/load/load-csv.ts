import path from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { PlatformError } from '@honeyframe/contract/errors';
import { quoteName, quoteText } from '../sql-text.ts';
import type { LoadedTable, TableOrder } from './load-order.ts';
import { type ColumnPlan, type FileColumn, planColumns } from './plan-columns.ts';
import { readHeader } from './read-header.ts';
import { requireUtf8 } from './require-utf8.ts';
import { sniffType } from './sniff-types.ts';

const SHOWN_REJECTS = 20;

/** Loads one CSV file into a new table of the catalogue `target`. */
export async function loadCsv(
  connection: DuckDBConnection,
  order: TableOrder & { readonly file: string },
): Promise<LoadedTable> {
  const { file } = order;
  await requireUtf8(file);
  const header = await readHeader(file);
  const plan = planColumns(order, header.names);
  const table = `target.main.${quoteName(order.table)}`;
  await connection.run(`create table ${table} as ${createSelect(file, header.delimiter, plan)}`);
  for (const column of plan.inFile) await settleType(connection, table, column);
  const rows = await readNumber(connection, `select count(*) from ${table}`);
  const rejected = await readNumber(connection, 'select count(distinct line) from rejected');
  const rejects = await readRejects(connection);
  await connection.run('drop table rejected; drop table rejected_scans');
  requireSomeRow(file, rows, rejected, rejects[0]);
  return { table: order.table, file: path.basename(file), rows, rejected, rejects };
}

/** Every choice is made here: DuckDB guesses nothing. */
function createSelect(file: string, delimiter: string, plan: ColumnPlan): string {
  const columns = plan.inFile.map(({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`);
  const absent = plan.absent.map(({ name, type }) => `, null::${type} as ${quoteName(name)}`);
  return `select *${absent.join('')} from read_csv(${quoteText(file)}, auto_detect = false, header = true,
    delim = ${quoteText(delimiter)}, quote = '"', escape = '"', nullstr = '', max_line_size = 16777216,
    columns = {${columns.join(', ')}}, store_rejects = true, rejects_limit = 0,
    rejects_table = 'rejected', rejects_scan = 'rejected_scans')`;
}

async function settleType(connection: DuckDBConnection, table: string, column: FileColumn): Promise<void> {
  if (!column.sniffed) return;
  const type = await sniffType(connection, table, column.name);
  if (type === 'varchar') return;
  await connection.run(`alter table ${table} alter column ${quoteName(column.name)} type ${type}`);
}

async function readNumber(connection: DuckDBConnection, sql: string): Promise<number> {
  const reader = await connection.runAndReadAll(sql);
  return Number(reader.getRows()[0]?.[0]);
}

async function readRejects(connection: DuckDBConnection): Promise<LoadedTable['rejects']> {
  const reader = await connection.runAndReadAll(
    `select line, column_name, error_type, error_message from rejected order by line, column_idx limit ${SHOWN_REJECTS}`,
  );
  return reader.getRows().map(([line, column, type, message]) => ({
    line: Number(line),
    column: column === null ? null : String(column),
    reason: describeReject(String(type), String(message)),
  }));
}

const reasons: Readonly<Record<string, string>> = {
  'MISSING COLUMNS': 'the line has fewer values than the header has columns',
  'TOO MANY COLUMNS': 'the line has more values than the header has columns',
  'UNQUOTED VALUE': 'a quotation mark is not closed, or text follows it',
  'LINE SIZE OVER MAXIMUM': 'the line is longer than 16 MB',
  'INVALID ENCODING': 'the line is not UTF-8 text',
};

function describeReject(type: string, message: string): string {
  const known = reasons[type];
  if (known) return known;
  const cast = /Could not convert string "(.*?)" to '?([^'\n]+?)'?(?:\n|$)/s.exec(message);
  if (cast) return `'${cast[1]?.slice(0, 100)}' is not of type ${cast[2]}`;
  return (message.split('\n').find((line) => line.trim()) ?? type).slice(0, 200);
}

/** A file of which nothing fits is the wrong file; replacing a table with nothing would hide that. */
function requireSomeRow(
  file: string,
  rows: number,
  rejected: number,
  first: LoadedTable['rejects'][number] | undefined,
): void {
  if (rows > 0 || !first) return;
  const { line, column } = first;
  const reason = column ? `${first.reason} (column '${column}')` : first.reason;
  const context = { file: path.basename(file), rows: rejected, line, reason };
  throw new PlatformError('HF_CONNECTOR_EVERY_ROW_REJECTED', context);
}
