import { PlatformError } from '@honeyframe/contract';

const MULTIPLE_STATEMENTS = 'multiple statements';

/** Says what went wrong with a query; `missing` are the names of the reader's set that have no version yet. */
export function describeQueryFailure(cause: unknown, sql: string, missing: readonly string[]): PlatformError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const name = /^(Catalog|Binder) Error/.test(message)
    ? missing.find((candidate) => mentions(sql, candidate) || mentions(message, candidate))
    : undefined;
  if (name) return new PlatformError('HF_WAREHOUSE_NOT_BUILT', { name }, { cause });
  if (message.includes(MULTIPLE_STATEMENTS)) {
    return new PlatformError('HF_WAREHOUSE_STATEMENT_REFUSED', { kind: 'several statements' }, { cause });
  }
  return new PlatformError('HF_WAREHOUSE_QUERY_FAILED', { reason: firstLine(message) }, { cause });
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`, 'i').test(text);
}

/** The lines after it quote the statement. */
function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/[.!]$/, '');
}
