import { access, chmod, constants, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract/errors';
import { lockDataDir } from './data-dir-lock.ts';
import { requireFreeSpace } from './require-free-space.ts';

/** Folders of a data directory. All but `postgres` are closed to other accounts. */
const folderNames = [
  'plugins',
  'store',
  'warehouse',
  'postgres',
  'python',
  'cache',
  'secrets',
  'logs',
] as const;
type FolderName = (typeof folderNames)[number];

/** An opened data directory: its folders by name, and the lock that keeps a second platform out. */
export interface DataDir extends Readonly<Record<FolderName, string>> {
  readonly path: string;
  close(): void;
}

export interface OpenDataDirOptions {
  readonly dataDir: string;
}

/** A fresh start needs about this much: the database cluster, dbt's environment, builds. */
const NEEDED_BYTES = 500 * 1024 * 1024;

/** Creates what is missing of a data directory, checks that it can be used, and locks it. */
export async function openDataDir({ dataDir }: OpenDataDirOptions): Promise<DataDir> {
  const folders = await createFolders(dataDir).catch((cause: unknown) => {
    throw describeFailure(dataDir, cause);
  });
  const lock = lockDataDir(dataDir);
  try {
    await requireFreeSpace(dataDir, NEEDED_BYTES);
  } catch (error) {
    lock.release();
    throw error;
  }
  return { ...folders, path: dataDir, close: () => lock.release() };
}

/** Creates DATA_DIR itself with the mode that it must have; one that exists is left as it is. */
export async function createDataDir(dataDir: string): Promise<void> {
  await createFolder(dataDir, passableForRoot()).catch((cause: unknown) => {
    throw describeFailure(dataDir, cause);
  });
}

async function createFolders(dataDir: string): Promise<Record<FolderName, string>> {
  await createFolder(dataDir, passableForRoot());
  await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  const folders = Object.fromEntries(folderNames.map((name) => [name, path.join(dataDir, name)]));
  for (const [name, folder] of Object.entries(folders)) {
    await createFolder(folder, name === 'postgres' ? passableForRoot() : 0o700);
  }
  return folders as Record<FolderName, string>;
}

/** Leaves the mode of a folder that exists to its owner; the umask does not count for a new one. */
async function createFolder(folder: string, mode: number): Promise<void> {
  if (await mkdir(folder, { recursive: true })) await chmod(folder, mode);
}

/** As root the database runs under another account, which must be able to pass through (not to list or read). */
function passableForRoot(): number {
  return process.getuid?.() === 0 ? 0o711 : 0o700;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not read and write it',
  EPERM: 'this user may not read and write it',
  EROFS: 'it is on a read-only disk',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'it is a file, not a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'the path is too long',
};

function describeFailure(dataDir: string, cause: unknown): PlatformError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason = reasons[code] ?? (cause instanceof Error ? cause.message : String(cause));
  return new PlatformError('HF_SYSTEM_DATA_DIR_UNUSABLE', { data_dir: dataDir, reason }, { cause });
}
