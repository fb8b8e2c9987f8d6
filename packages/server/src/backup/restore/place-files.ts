import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { StagedBackup } from './stage-backup.ts';

/** The key must be there before the database is opened, whose login is derived from it. */
export async function placeKey({ folder, contents }: StagedBackup, dataDir: string): Promise<void> {
  const key = 'files/secrets/platform.key';
  if (!contents.parts.some((part) => part.path === key)) return;
  await mkdir(path.join(dataDir, 'secrets'), { recursive: true, mode: 0o700 });
  await rename(path.join(folder, key), path.join(dataDir, 'secrets', 'platform.key'));
}

/** Moves whole folders, over the empty ones of a new data directory: on one disk this copies nothing. */
export async function placeFolders({ folder, contents }: StagedBackup, dataDir: string): Promise<void> {
  for (const name of ['store', 'warehouse', 'plugins']) {
    if (!contents.parts.some((part) => part.path.startsWith(`files/${name}/`))) continue;
    const target = path.join(dataDir, name);
    await rm(target, { recursive: true, force: true });
    await rename(path.join(folder, 'files', name), target);
  }
}
