import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { inParallel } from '../../system/index.ts';
import { toStoreFailure } from './store-failure.ts';

/** What was written below a folder; relative to it, with `/`. */
export interface WrittenTree {
  readonly root: string;
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** From here on one call for the file system is quicker: each fsync has the disk empty its cache. */
const MANY_FILES = 20;
const PATIENCE_MS = 60_000;

/** Makes files that are written, and their names, safe from a power cut. All trees are in one file system. */
export async function syncTrees(trees: readonly WrittenTree[]): Promise<void> {
  const count = trees.reduce((sum, { files }) => sum + files.length, 0);
  const [first] = trees;
  if (first && count >= MANY_FILES && (await syncFileSystem(first.root))) return;
  for (const tree of trees) await syncTree(tree);
}

async function syncTree({ root, files, folders }: WrittenTree): Promise<void> {
  await inParallel(files, (file) =>
    syncPath(path.join(root, file)).catch((error: unknown) => {
      throw toStoreFailure(error, file);
    }),
  );
  await inParallel([root, ...folders.map((folder) => path.join(root, folder))], syncPath);
}

/** A new name in a folder is lost in a power cut until the folder itself is written. */
export async function syncPath(place: string): Promise<void> {
  await using handle = await open(place, 'r');
  await handle.sync();
}

/** Node has no syncfs; the program has, on Linux. @returns whether it was done. */
async function syncFileSystem(root: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const options = { timeout: PATIENCE_MS, env: { PATH: process.env.PATH } };
  return promisify(execFile)('sync', ['-f', root], options).then(
    () => true,
    () => false,
  );
}
