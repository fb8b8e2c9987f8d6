import { statfs } from 'node:fs/promises';
import { PlatformError } from '@honeyframe/contract/errors';

/** Throws when the disk that holds a folder has less than this many bytes left for an unprivileged user. */
export async function requireFreeSpace(folder: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= neededBytes) return;
  const context = { folder, free: inMegabytes(free), needed: inMegabytes(neededBytes) };
  throw new PlatformError('HF_SYSTEM_DISK_FULL', context);
}

function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
