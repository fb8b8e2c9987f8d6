import type { FileHandle } from 'node:fs/promises';
import { PlatformError } from '@honeyframe/contract';

const CHUNK_BYTES = 256 * 1024;

/** The first `bytes` of a file: the archive has promised so many. Throws HF_BACKUP_FILE_CHANGED when there are fewer. */
export async function* readExactly(handle: FileHandle, bytes: number, name: string): AsyncGenerator<Buffer> {
  for (let position = 0; position < bytes; ) {
    const length = Math.min(CHUNK_BYTES, bytes - position);
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, position);
    if (bytesRead === 0) throw new PlatformError('HF_BACKUP_FILE_CHANGED', { file: name });
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
