import { PlatformError } from '@honeyframe/contract/errors';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  ENOENT: 'it does not exist',
  ENOTDIR: 'it is not a folder',
  ENAMETOOLONG: 'the path is too long',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'it is on a read-only disk',
};
/** Only writing fails like this; the copy of a file reports its source and its target alike. */
const failuresOfTarget: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EFBIG']);

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

export function describeReason(error: unknown): string {
  return reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
}

/** A failed system call on a file of a plugin as what an administrator can act on. */
export function toStoreFailure(error: unknown, file: string): PlatformError {
  if (error instanceof PlatformError) return error;
  const code = codeOf(error);
  if (failuresOfTarget.has(code)) return toWriteFailure(error, file);
  if (code === 'ENOENT') return new PlatformError('HF_STORE_SOURCE_CHANGED', { file }, { cause: error });
  const context = { file, reason: describeReason(error) };
  return new PlatformError('HF_STORE_READ_FAILED', context, { cause: error });
}

export function toWriteFailure(error: unknown, file: string): PlatformError {
  if (error instanceof PlatformError) return error;
  const context = { file, reason: describeReason(error) };
  return new PlatformError('HF_STORE_WRITE_FAILED', context, { cause: error });
}
