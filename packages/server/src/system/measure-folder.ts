import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

/** `12 files, 3.4 MB`: a folder with all that is in it, or one file. Links count as themselves. */
export async function measureFolder(folder: string): Promise<string> {
  const entry = await lstat(folder);
  const files = entry.isDirectory() ? await listFiles(folder) : [folder];
  let bytes = 0;
  for (const file of files) bytes += (await lstat(file)).size;
  return `${files.length === 1 ? '1 file' : `${files.length} files`}, ${formatSize(bytes)}`;
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
