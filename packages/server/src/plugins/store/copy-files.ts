import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  futimesSync,
  mkdirSync,
  open as openCallback,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { PlatformError } from '@honeyframe/contract/errors';
import { inParallel } from '../../system/index.ts';
import { hashBytes, hashContent } from './hash-content.ts';
import type { SourceFile } from './list-source-files.ts';
import type { HashedFile } from './name-generation.ts';
import { toStoreFailure, toWriteFailure } from './store-failure.ts';

export interface CopiedFiles {
  readonly files: readonly HashedFile[];
  /** Those that were made for them. */
  readonly folders: readonly string[];
}

/** More is not read on this thread. */
const SMALL_BYTES = 256 * 1024;

/**
 * Copies files into an empty folder. The hashes are of what was written, so that a name can never promise a content that
 * is not there, whatever happens to the source meanwhile.
 */
export async function copyFiles(files: readonly SourceFile[], target: string): Promise<CopiedFiles> {
  const folders = listFolders(files);
  for (const folder of folders) createFolder(path.join(target, folder));
  const copied = await inParallel(files, (file) => {
    const copy = file.bytes > SMALL_BYTES ? copyLarge : copySmall;
    return copy(file, path.join(target, file.path)).catch((error: unknown) => {
      throw toStoreFailure(error, file.path);
    });
  });
  return { files: copied, folders };
}

function createFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw toWriteFailure(error, folder);
  }
}

/**
 * Only making the file can wait for the disk. The rest is memory, and quicker on this thread than on its way to another:
 * a file in one turn of the thread pool instead of eight.
 */
async function copySmall(file: SourceFile, target: string): Promise<HashedFile> {
  const content = readSmall(file);
  const copy = await openFile(target, 'wx', 0o600);
  try {
    writeAll(copy, content);
    fchmodSync(copy, modeOf(file));
    futimesSync(copy, file.modifiedMs / 1000, file.modifiedMs / 1000);
  } finally {
    closeSync(copy);
  }
  return { path: file.path, executable: file.executable, ...hashBytes(content) };
}

const openFile = promisify(openCallback);

function writeAll(file: number, content: Buffer): void {
  for (let done = 0; done < content.length; ) done += writeSync(file, content, done);
}

function readSmall({ path, place, bytes }: SourceFile): Buffer {
  // Should it have become a link or a pipe meanwhile, neither is followed nor waited for.
  const source = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(source);
    if (!stats.isFile() || stats.size !== bytes)
      throw new PlatformError('HF_STORE_SOURCE_CHANGED', { file: path });
    return readFileSync(source);
  } finally {
    closeSync(source);
  }
}

async function copyLarge(file: SourceFile, target: string): Promise<HashedFile> {
  // Where the file system can, the copy shares the blocks of the original.
  await copyFile(file.place, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  await using handle = await open(target, 'r');
  await handle.chmod(modeOf(file));
  await handle.utimes(file.modifiedMs / 1000, file.modifiedMs / 1000);
  const content = await hashContent(handle);
  return { path: file.path, executable: file.executable, ...content };
}

/**
 * What runs must not be edited by accident; setuid and the like are dropped. The time is kept beside it: frontends are
 * built again when that of a vendored file changes, and an edit elsewhere is no reason to.
 */
function modeOf({ executable }: SourceFile): number {
  return executable ? 0o555 : 0o444;
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
