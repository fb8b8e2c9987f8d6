import type { DuckDBConnection } from '@duckdb/node-api';
import { PlatformError } from '@honeyframe/contract/errors';
import { type DeclaredType, requireTypeName } from './declared-type.ts';
import type { TableOrder } from './load-order.ts';

/** Asks DuckDB about each declared type, so that a wrong one is named with its column and who declared it. */
export async function requireKnownTypes(
  connection: DuckDBConnection,
  orders: readonly TableOrder[],
): Promise<void> {
  const known = new Set<string>();
  for (const declared of orders.flatMap(listDeclaredTypes)) {
    const type = requireTypeName(declared);
    if (known.has(type)) continue;
    await connection.run(`select null::${type}`).catch((cause: unknown) => {
      throw new PlatformError('HF_CONNECTOR_DECLARED_TYPE', { ...declared }, { cause });
    });
    known.add(type);
  }
}

function listDeclaredTypes({ table, columns, declared_by }: TableOrder): DeclaredType[] {
  return columns.flatMap(({ name, data_type }) =>
    data_type ? [{ table, column: name, data_type, declared_by }] : [],
  );
}
