import { DuckDBInstance } from '@duckdb/node-api';
import { quoteName, quoteText } from '../sql-text.ts';
import type { WarehouseFile } from '../warehouse-files.ts';

/** Nothing spills to the disk and nothing is fetched; a query that needs more memory fails instead. */
const settings: Record<string, string> = {
  memory_limit: '256MB',
  threads: '2',
  temp_directory: '',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
  allow_persistent_secrets: 'false',
};

/** In this order: each line would forbid the ones before it. */
const locks = [
  "set global TimeZone = 'UTC'",
  'set global enable_external_access = false',
  "set global disabled_filesystems = 'LocalFileSystem'",
  'set global lock_configuration = true',
];

/** An in-memory database with one set of versions under their fixed names, unable to reach anything else. */
export async function openInstance(
  files: readonly Pick<WarehouseFile, 'name' | 'path'>[],
): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(':memory:', settings);
  try {
    const connection = await instance.connect();
    for (const file of files) {
      await connection.run(`attach ${quoteText(file.path)} as ${quoteName(file.name)} (read_only)`);
    }
    for (const lock of locks) await connection.run(lock);
    connection.closeSync();
    return instance;
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}
