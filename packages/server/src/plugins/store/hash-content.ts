import { createHash, hash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { inParallel } from '../../system/index.ts';
import type { SourceFile } from './list-source-files.ts';
import type { HashedFile } from './name-generation.ts';
import { toStoreFailure } from './store-failure.ts';

const CHUNK_BYTES = 256 * 1024;

/** Length and hash of what an open file holds, from its beginning. */
export async function hashContent(handle: FileHandle): Promise<{ bytes: number; sha256: string }> {
  const digest = createHash('sha256');
  const { size } = await handle.stat();
  const chunk = Buffer.allocUnsafe(Math.min(size + 1, CHUNK_BYTES));
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, bytes);
    if (bytesRead === 0) return { bytes, sha256: digest.digest('hex') };
    digest.update(chunk.subarray(0, bytesRead));
    bytes += bytesRead;
  }
}

/** The same of bytes that were read already. */
export function hashBytes(content: Buffer): { bytes: number; sha256: string } {
  return { bytes: content.length, sha256: hash('sha256', content) };
}

/** Reads files where they are. */
export async function hashInPlace(files: readonly SourceFile[]): Promise<HashedFile[]> {
  return await inParallel(files, async ({ path, place, executable }) => {
    try {
      // Should it have become a link or a pipe meanwhile, neither is followed nor waited for.
      await using handle = await open(
        place,
        constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
      );
      return { path, executable, ...(await hashContent(handle)) };
    } catch (error) {
      throw toStoreFailure(error, path);
    }
  });
}
