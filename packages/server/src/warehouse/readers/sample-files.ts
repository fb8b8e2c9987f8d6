import type { WarehouseRow } from '@honeyframe/sdk/backend';
import type { WarehouseFile } from '../warehouse-files.ts';
import { openInstance } from './instance.ts';
import { runSelect, type SelectLimits } from './run-select.ts';

/** Runs one SELECT on files under their names, closed in like every reader. For files that are not published. */
export async function sampleFiles(
  files: readonly Pick<WarehouseFile, 'name' | 'path'>[],
  sql: string,
  limits: SelectLimits,
): Promise<WarehouseRow[]> {
  const instance = await openInstance(files);
  try {
    const connection = await instance.connect();
    try {
      return await runSelect(connection, { sql, parameters: [] }, limits);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}
