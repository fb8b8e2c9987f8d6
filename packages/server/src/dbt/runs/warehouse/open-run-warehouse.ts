import { openDuckdbRun } from './duckdb-run-warehouse.ts';
import { openPostgresRun } from './postgres/postgres-run-warehouse.ts';
import type { OpenRunWarehouseOptions, RunWarehouse } from './run-warehouse.ts';

/** Opens what the organisation builds in. Throws what stands in the way; then nothing has changed. */
export async function openRunWarehouse(options: OpenRunWarehouseOptions): Promise<RunWarehouse> {
  const { postgres, row } = options;
  const warehouse = await postgres?.warehouses.find(row.org_id);
  if (!postgres || !warehouse) return await openDuckdbRun(options);
  return await openPostgresRun({ ...options, warehouse, builds: postgres.builds });
}
