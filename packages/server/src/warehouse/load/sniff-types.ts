import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteName } from '../sql-text.ts';

/**
 * Types a text column may turn out to have, the first that every value fits. A leading zero means a code (ZIP, phone),
 * and digits beyond a whole number's range would lose their end as a float: both stay text.
 */
const candidates: readonly { readonly type: string; readonly fits: (column: string) => string }[] = [
  {
    type: 'bigint',
    fits: (c) => `${casts(c, 'bigint')} and not regexp_matches(${c}, '^[-+]?0\\d|[.eE]|^\\s|\\s$')`,
  },
  {
    type: 'double',
    fits: (c) =>
      `${casts(c, 'double')} and regexp_matches(${c}, '^[-+]?(0|[1-9]\\d*)(\\.\\d+)?$') and length(${c}) < 30`,
  },
  { type: 'date', fits: (c) => `${casts(c, 'date')} and regexp_full_match(${c}, '\\d{4}-\\d{2}-\\d{2}')` },
  {
    type: 'timestamp',
    fits: (c) =>
      `${casts(c, 'timestamp')} and regexp_matches(${c}, '^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}')`,
  },
];

function casts(column: string, type: string): string {
  return `try_cast(${column} as ${type}) is not null`;
}

/** Looks at every value of a text column of a loaded table; `varchar` where nothing else fits or there are no values. */
export async function sniffType(connection: DuckDBConnection, table: string, name: string): Promise<string> {
  const column = quoteName(name);
  const checks = candidates.map(({ fits }) => `coalesce(bool_and(${fits(column)}), false)`);
  const reader = await connection.runAndReadAll(
    `select ${checks.join(', ')} from ${table} where ${column} is not null`,
  );
  const index = reader.getRows()[0]?.indexOf(true) ?? -1;
  return candidates[index]?.type ?? 'varchar';
}
