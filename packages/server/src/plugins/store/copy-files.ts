import { constants } from 'node:fs';
import { copyFile, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { inParallel } from '../../system/index.ts';
import { hashContent } from './hash-content.ts';
import type { SourceFile } from './list-source-files.ts';
import type { HashedFile } from './name-generation.ts';
import { toStoreFailure, toWriteFailure } from './store-failure.ts';
import { syncTree } from './sync-tree.ts';

/**
 * Copies files into an empty folder, safe from a power cut when it returns. The hashes are of what was written, so that
 * a name can never promise a content that is not there, whatever happens to the source meanwhile.
 */
export async function copyFiles(files: readonly SourceFile[], target: string): Promise<HashedFile[]> {
  const folders = listFolders(files);
  for (const folder of folders) await createFolder(path.join(target, folder));
  const copied = await inParallel(files, (file) =>
    copyOne(file, path.join(target, file.path)).catch((error: unknown) => {
      throw toStoreFailure(error, file.path);
    }),
  );
  // After all are written: then the disk has much less to do than with each in its turn.
  await syncTree(target, { files: files.map((file) => file.path), folders });
  return copied;
}

async function createFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw toWriteFailure(error, folder);
  });
}

async function copyOne(file: SourceFile, target: string): Promise<HashedFile> {
  // Where the file system can, the copy shares the blocks of the original.
  await copyFile(file.place, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  await using handle = await open(target, 'r');
  // What runs must not be edited by accident; setuid and the like are dropped.
  await handle.chmod(file.executable ? 0o555 : 0o444);
  // Frontends are built again when the time of a vendored file changes; an edit elsewhere is no reason to.
  await handle.utimes(file.modifiedMs / 1000, file.modifiedMs / 1000);
  const content = await hashContent(handle);
  return { path: file.path, executable: file.executable, ...content };
}

function listFolders(files: readonly SourceFile[]): string[] {
  const folders = new Set<string>();
  for (const file of files) {
    let folder = path.posix.dirname(file.path);
    while (folder !== '.' && !folders.has(folder)) {
      folders.add(folder);
      folder = path.posix.dirname(folder);
    }
  }
  return [...folders].sort();
}
