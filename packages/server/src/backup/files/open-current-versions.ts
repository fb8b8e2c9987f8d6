import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract';
import type { ClientBase } from 'pg';
import { PLATFORM_SCHEMA } from '../../database/index.ts';

export interface OpenVersion {
  /** Relative to the warehouse's folder. */
  readonly file: string;
  readonly handle: FileHandle;
}

/**
 * Opens the warehouse files that the snapshot points to. An open file stays readable when a build publishes a newer
 * version and this one is removed, so that the backup may take its time.
 */
export async function openCurrentVersions(
  client: ClientBase,
  warehouseFolder: string,
  opened: AsyncDisposableStack,
): Promise<OpenVersion[]> {
  const { rows } = await client.query<{ file: string }>(
    `select file from ${PLATFORM_SCHEMA}.warehouse_files where is_current order by file`,
  );
  const versions: OpenVersion[] = [];
  for (const { file } of rows) {
    const handle = await open(path.join(warehouseFolder, file), 'r').catch((cause: unknown) => {
      throw new PlatformError('HF_BACKUP_FILE_CHANGED', { file }, { cause });
    });
    opened.use(handle);
    versions.push({ file, handle });
  }
  return versions;
}
