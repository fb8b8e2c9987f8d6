import { PlatformError } from '@honeyframe/contract';
import { DatabaseError } from 'pg';

const SYNTAX = '42601';
/** No such table, no such schema, no right to it. */
const notThere: ReadonlySet<string> = new Set(['42P01', '3F000', '42501']);

/** Says what went wrong with a query; `missing` are the names of the reader's set that were not built yet. */
export function describePostgresFailure(
  cause: unknown,
  sql: string,
  missing: readonly string[],
): PlatformError {
  if (cause instanceof PlatformError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  if (!(cause instanceof DatabaseError))
    return new PlatformError('HF_WAREHOUSE_UNREACHABLE', { reason: message }, { cause });
  const name = notThere.has(cause.code ?? '')
    ? missing.find((candidate) => mentions(sql, candidate))
    : undefined;
  if (name) return new PlatformError('HF_WAREHOUSE_NOT_BUILT', { name }, { cause });
  const kind = cause.code === SYNTAX ? findRefusedKind(message, sql) : undefined;
  if (kind) return new PlatformError('HF_WAREHOUSE_STATEMENT_REFUSED', { kind }, { cause });
  return new PlatformError('HF_WAREHOUSE_QUERY_FAILED', { reason: message.replace(/[.!]$/, '') }, { cause });
}

/** A cursor takes a query alone, and says no more than that the first word does not fit. */
function findRefusedKind(message: string, sql: string): string | undefined {
  if (message.includes('multiple commands')) return 'several statements';
  const word = /^\s*([a-z]+)/i.exec(sql)?.[1]?.toUpperCase();
  return word && !['SELECT', 'WITH', 'VALUES', 'TABLE'].includes(word) ? word : undefined;
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`, 'i').test(text);
}
