export interface PostgresColumn {
  readonly type: string;
  /** What DuckDB writes so that PostgreSQL reads it. */
  readonly expression: string;
}

const types: Readonly<Record<string, string>> = {
  BOOLEAN: 'boolean',
  TINYINT: 'smallint',
  UTINYINT: 'smallint',
  SMALLINT: 'smallint',
  USMALLINT: 'integer',
  INTEGER: 'integer',
  UINTEGER: 'bigint',
  BIGINT: 'bigint',
  UBIGINT: 'numeric(20)',
  HUGEINT: 'numeric(39)',
  UHUGEINT: 'numeric(39)',
  FLOAT: 'real',
  DOUBLE: 'double precision',
  VARCHAR: 'text',
  DATE: 'date',
  TIME: 'time',
  TIMESTAMP: 'timestamp',
  TIMESTAMP_S: 'timestamp',
  TIMESTAMP_MS: 'timestamp',
  TIMESTAMP_NS: 'timestamp',
  'TIMESTAMP WITH TIME ZONE': 'timestamptz',
  UUID: 'uuid',
  INTERVAL: 'interval',
};

/** A DuckDB column in PostgreSQL: plain types as they are, lists and structs as JSON. */
export function toPostgresColumn(name: string, duckdbType: string): PostgresColumn {
  const plain = types[duckdbType];
  if (plain) return { type: plain, expression: name };
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(duckdbType);
  if (decimal) return { type: `numeric(${decimal[1]},${decimal[2]})`, expression: name };
  if (duckdbType === 'BLOB') return { type: 'bytea', expression: `'\\x' || hex(${name})` };
  if (duckdbType.startsWith('ENUM')) return { type: 'text', expression: `cast(${name} as varchar)` };
  if (duckdbType === 'JSON') return { type: 'jsonb', expression: `cast(${name} as varchar)` };
  return { type: 'jsonb', expression: `cast(to_json(${name}) as varchar)` };
}
