import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { describeKind } from './file-kind.ts';
import { resolveInside } from './resolve-inside.ts';
import { codeOf, describeSystemError } from './system-error.ts';

/** What reading a file of a plugin gave. */
export type FileReading =
  | { readonly outcome: 'read'; readonly bytes: Buffer }
  | { readonly outcome: 'missing' | 'outside' | 'too_large' }
  | { readonly outcome: 'not_a_file'; readonly kind: string }
  | { readonly outcome: 'unreadable'; readonly reason: string };

/**
 * Reads a file of at most `maxBytes` that lies inside `root`, links resolved. Never waits (a named pipe would) and
 * never throws. Synchronous on purpose: for files of a few kilobytes a trip through the thread pool costs several
 * times the read, and discovery yields between plugins.
 */
export function readFileInside(root: string, file: string, maxBytes: number): FileReading {
  const direct = readWithoutLink(file, maxBytes);
  if (direct !== 'link') return direct;
  const target = resolveInside(root, file);
  if (target.outcome !== 'inside') return target;
  const followed = readWithoutLink(target.real, maxBytes);
  return followed === 'link' ? { outcome: 'missing' } : followed;
}

function readWithoutLink(file: string, maxBytes: number): FileReading | 'link' {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch (error) {
    return describeOpenError(error);
  }
  try {
    return readOpen(descriptor, fstatSync(descriptor), maxBytes);
  } catch (error) {
    return { outcome: 'unreadable', reason: describeSystemError(error) };
  } finally {
    closeSync(descriptor);
  }
}

function readOpen(descriptor: number, stats: Stats, maxBytes: number): FileReading {
  if (!stats.isFile()) return { outcome: 'not_a_file', kind: describeKind(stats) };
  if (stats.size > maxBytes) return { outcome: 'too_large' };
  // One byte more than its size: the file may grow while it is read.
  const bytes = Buffer.allocUnsafe(Math.min(stats.size, maxBytes) + 1);
  let length = 0;
  while (length < bytes.length) {
    const count = readSync(descriptor, bytes, length, bytes.length - length, length);
    if (count === 0) break;
    length += count;
  }
  return length > maxBytes ? { outcome: 'too_large' } : { outcome: 'read', bytes: bytes.subarray(0, length) };
}

function describeOpenError(error: unknown): FileReading | 'link' {
  const code = codeOf(error);
  if (code === 'ELOOP') return 'link';
  if (code === 'ENOENT' || code === 'ENOTDIR') return { outcome: 'missing' };
  return { outcome: 'unreadable', reason: describeSystemError(error) };
}
