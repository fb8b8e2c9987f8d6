import { PlatformError } from '@honeyframe/contract';
import type { WarehouseRow, WarehouseValue } from '@honeyframe/sdk/backend';
import { type ClientBase, type Connection, DatabaseError, type QueryConfig } from 'pg';
import type { Select, SelectLimits } from '../../readers/run-select.ts';
import { jsonTypes } from './json-types.ts';

/** pg's types leave it out. */
type ExtendedQuery = QueryConfig & { readonly queryMode: 'extended' };

/** Time that the server's own limit gets to be told. */
const GRACE_MS = 1000;
const CANCELLED = '57014';

/**
 * Runs one SELECT in a read-only transaction, within limits of time and rows. A cursor takes nothing but a SELECT, and
 * the extended protocol takes one statement; what may be read is decided by the rights of the login.
 */
export async function runCursor(
  client: ClientBase,
  { sql, parameters }: Select,
  limits: SelectLimits,
): Promise<WarehouseRow[]> {
  using limit = limitTime(client, limits.seconds);
  try {
    await client.query('begin isolation level repeatable read read only');
    const declare: ExtendedQuery = {
      text: `declare honeyframe_rows no scroll cursor for ${sql}`,
      values: parameters.map(toParameter),
      queryMode: 'extended',
    };
    await client.query(declare);
    const { rows } = await client.query<WarehouseRow>({
      text: `fetch ${limits.rows + 1} from honeyframe_rows`,
      types: jsonTypes,
    });
    if (rows.length > limits.rows)
      throw new PlatformError('HF_WAREHOUSE_RESULT_TOO_LARGE', { limit: limits.rows });
    return rows;
  } catch (error) {
    if (!limit.isOver && !isCancelled(error)) throw error;
    throw new PlatformError('HF_WAREHOUSE_QUERY_TIMEOUT', { seconds: limits.seconds }, { cause: error });
  } finally {
    // One that was cut has nothing to take back.
    await client.query('rollback').catch(() => {});
  }
}

/** A statement may lift the server's own limit for its session, so the connection is cut a second later. */
function limitTime(client: ClientBase, seconds: number) {
  const { connection } = client as ClientBase & { readonly connection: Connection };
  const limit = { isOver: false, [Symbol.dispose]: () => clearTimeout(timer) };
  const timer = setTimeout(
    () => {
      limit.isOver = true;
      connection.stream.destroy();
    },
    seconds * 1000 + GRACE_MS,
  );
  return limit;
}

function isCancelled(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === CANCELLED;
}

/** Times are told in UTC: a column without a zone takes them as they are. */
function toParameter(value: WarehouseValue): string | number | boolean | null {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'bigint' ? String(value) : value;
}
