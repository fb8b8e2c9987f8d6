import type { Queries } from '../../database/index.ts';
import type { PostgresWarehouses } from './postgres-warehouses.ts';

/**
 * Forgets what was built under these names in databases of organisations. @returns what then drops it there; a database
 * that cannot be reached keeps it.
 */
export async function purgeBuilds(
  transaction: Queries,
  names: readonly string[],
  warehouses: PostgresWarehouses,
): Promise<() => Promise<void>> {
  const orgs = await transaction.selectFrom('warehouse_connections').select('org_id').execute();
  if (names.length > 0)
    await transaction
      .deleteFrom('warehouse_builds')
      .where('name', 'in', [...names])
      .execute();
  return async () => {
    for (const { org_id } of orgs) {
      const warehouse = await warehouses.find(org_id).catch(() => undefined);
      for (const name of names) await warehouse?.dropCatalogue(name).catch(() => {});
    }
  };
}
