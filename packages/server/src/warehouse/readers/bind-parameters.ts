import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBPreparedStatement,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  SQLNULL,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api';
import type { WarehouseValue } from '@honeyframe/sdk/backend';

/** Binds `$1`-style parameters. */
export function bindParameters(
  statement: DuckDBPreparedStatement,
  parameters: readonly WarehouseValue[],
): void {
  statement.bind(parameters.map(toDuckDBValue), parameters.map(chooseType));
}

function toDuckDBValue(value: WarehouseValue): DuckDBValue {
  return value instanceof Date ? new DuckDBTimestampValue(BigInt(value.getTime()) * 1000n) : value;
}

/** Whole numbers get the smallest type that holds them: it widens by itself, where a wider one would need a cast. */
function chooseType(value: WarehouseValue): DuckDBType {
  if (value === null) return SQLNULL;
  if (value instanceof Date) return TIMESTAMP;
  if (typeof value === 'bigint') return BIGINT;
  if (typeof value === 'boolean') return BOOLEAN;
  if (typeof value === 'string') return VARCHAR;
  if (!Number.isSafeInteger(value)) return DOUBLE;
  return Math.abs(value) < 2 ** 31 ? INTEGER : BIGINT;
}
