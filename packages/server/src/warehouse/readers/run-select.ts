import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import { StatementType } from '@duckdb/node-api';
import { PlatformError } from '@honeyframe/contract';
import type { WarehouseRow, WarehouseValue } from '@honeyframe/sdk/backend';
import { bindParameters } from './bind-parameters.ts';
import { jsonConverter } from './json-values.ts';

export interface SelectLimits {
  readonly seconds: number;
  readonly rows: number;
}

export interface Select {
  readonly sql: string;
  readonly parameters: readonly WarehouseValue[];
}

/** Runs one SELECT within limits of time and rows. */
export async function runSelect(
  connection: DuckDBConnection,
  select: Select,
  limits: SelectLimits,
): Promise<WarehouseRow[]> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    connection.interrupt();
  }, limits.seconds * 1000);
  try {
    return await readRows(connection, select, limits.rows);
  } catch (error) {
    if (!late) throw error;
    throw new PlatformError('HF_WAREHOUSE_QUERY_TIMEOUT', { seconds: limits.seconds }, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function readRows(
  connection: DuckDBConnection,
  select: Select,
  limit: number,
): Promise<WarehouseRow[]> {
  const statement = await connection.prepare(select.sql);
  try {
    requireSelect(statement);
    bindParameters(statement, select.parameters);
    const reader = await statement.streamAndReadUntil(limit + 1);
    if (reader.currentRowCount > limit) throw new PlatformError('HF_WAREHOUSE_RESULT_TOO_LARGE', { limit });
    return reader.convertRowObjects(jsonConverter);
  } finally {
    statement.destroySync();
  }
}

function requireSelect(statement: DuckDBPreparedStatement): void {
  const type = statement.statementType;
  if (type === StatementType.SELECT) return;
  throw new PlatformError('HF_WAREHOUSE_STATEMENT_REFUSED', { kind: StatementType[type] ?? 'unknown' });
}
