import { readdir } from 'node:fs/promises';
import path from 'node:path';

export interface FileList {
  /** Relative to the folder that was listed, in a stable order. */
  readonly files: readonly string[];
  /** Links, sockets and pipes: a restore could not make them without trusting where they point. */
  readonly skipped: readonly string[];
}

/** Every file below a folder, links not followed; nothing when there is no such folder. */
export async function listFiles(folder: string): Promise<FileList> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  const files: string[] = [];
  const skipped: string[] = [];
  for (const entry of entries) {
    const name = path.relative(folder, path.join(entry.parentPath, entry.name));
    if (entry.isFile()) files.push(name);
    else if (!entry.isDirectory()) skipped.push(name);
  }
  return { files: files.sort(), skipped: skipped.sort() };
}
