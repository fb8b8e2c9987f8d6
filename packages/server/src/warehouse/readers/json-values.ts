import {
  DuckDBBlobValue,
  DuckDBDecimalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTypeId,
  type DuckDBValue,
  type DuckDBValueConverter,
  type Json,
  JsonDuckDBValueConverter,
} from '@duckdb/node-api';

type Convert = (value: DuckDBValue) => Json | undefined;

/** Types whose JSON differs from DuckDB's own, which writes large numbers and decimals as text and blobs escaped. */
const conversions: ReadonlyMap<DuckDBTypeId, Convert> = new Map<DuckDBTypeId, Convert>([
  [DuckDBTypeId.BIGINT, fromBigInteger],
  [DuckDBTypeId.UBIGINT, fromBigInteger],
  [DuckDBTypeId.HUGEINT, fromBigInteger],
  [DuckDBTypeId.UHUGEINT, fromBigInteger],
  [DuckDBTypeId.FLOAT, fromFloat],
  [DuckDBTypeId.DOUBLE, fromFloat],
  [DuckDBTypeId.DECIMAL, (value) => (value instanceof DuckDBDecimalValue ? value.toDouble() : undefined)],
  [DuckDBTypeId.TIMESTAMP, fromTimestamp],
  [DuckDBTypeId.TIMESTAMP_TZ, fromTimestamp],
  [DuckDBTypeId.BLOB, fromBlob],
]);

/** Turns DuckDB's values into plain JSON: numbers where they are exact, ISO texts for times, base64 for bytes. */
export const jsonConverter: DuckDBValueConverter<Json> = (value, type, converter) => {
  if (value === null) return null;
  const converted = conversions.get(type.typeId)?.(value);
  return converted === undefined ? JsonDuckDBValueConverter(value, type, converter) : converted;
};

function fromBigInteger(value: DuckDBValue): Json | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** JSON knows neither NaN nor infinity. */
function fromFloat(value: DuckDBValue): Json {
  return Number.isFinite(value) ? Number(value) : null;
}

/** To the millisecond, which is what browsers read; the two infinite timestamps keep their names. */
function fromTimestamp(value: DuckDBValue): Json | undefined {
  if (!(value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue)) return undefined;
  const date = new Date(Number(value.micros / 1000n));
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function fromBlob(value: DuckDBValue): Json | undefined {
  return value instanceof DuckDBBlobValue ? Buffer.from(value.bytes).toString('base64') : undefined;
}
