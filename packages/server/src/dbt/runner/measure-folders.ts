import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

/** Bytes that folders take of the disk; what links lead to is not of it. A file may vanish while it is looked at. */
export async function measureFolders(folders: readonly string[]): Promise<number> {
  const sizes = await Promise.all(folders.map(measureFolder));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function measureFolder(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map((file) => measureFile(path.join(file.parentPath, file.name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function measureFile(file: string): Promise<number> {
  const found = await lstat(file).catch(() => undefined);
  return (found?.blocks ?? 0) * 512;
}
