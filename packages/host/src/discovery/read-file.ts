import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { describeKind } from './file-kind.ts';
import { codeOf, describeSystemError } from './system-error.ts';

/** What reading a file gave; `link` when it is one, which the caller follows or not. */
export type FileReading =
  | { readonly outcome: 'read'; readonly bytes: Buffer }
  | { readonly outcome: 'missing' | 'outside' | 'too_large' | 'link' }
  | { readonly outcome: 'not_a_file'; readonly kind: string }
  | { readonly outcome: 'unreadable'; readonly reason: string };

/** Reads a file of at most `maxBytes` without following a link. Never waits (a named pipe would) and never throws. */
export function readFile(file: string, maxBytes: number): FileReading {
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
  const bytes = Buffer.allocUnsafe(stats.size);
  let length = 0;
  while (length < bytes.length) {
    const count = readSync(descriptor, bytes, length, bytes.length - length, length);
    // It was cut off meanwhile.
    if (count === 0) break;
    length += count;
  }
  return { outcome: 'read', bytes: bytes.subarray(0, length) };
}

function describeOpenError(error: unknown): FileReading {
  const code = codeOf(error);
  // BSD systems say EMLINK where the others say ELOOP.
  if (code === 'ELOOP' || code === 'EMLINK') return { outcome: 'link' };
  if (code === 'ENOENT' || code === 'ENOTDIR') return { outcome: 'missing' };
  return { outcome: 'unreadable', reason: describeSystemError(error) };
}
