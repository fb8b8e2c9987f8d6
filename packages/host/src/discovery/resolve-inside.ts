import { realpathSync } from 'node:fs';
import path from 'node:path';
import { codeOf, describeSystemError } from './system-error.ts';

/** Where a path of a plugin really leads. */
export type InsideResult =
  | { readonly outcome: 'inside'; readonly real: string }
  | { readonly outcome: 'missing' | 'outside' }
  | { readonly outcome: 'unreadable'; readonly reason: string };

/** Resolves links first, and then asks whether the result is inside `root`, which must be resolved itself. */
export function resolveInside(root: string, file: string): InsideResult {
  try {
    const real = realpathSync.native(file);
    return isInside(root, real) ? { outcome: 'inside', real } : { outcome: 'outside' };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EACCES' || code === 'EPERM')
      return { outcome: 'unreadable', reason: describeSystemError(error) };
    // A broken link and a circle of links name nothing.
    return { outcome: 'missing' };
  }
}

/** Whether `real` is `root` or below it; both without links. */
export function isInside(root: string, real: string): boolean {
  return real === root || real.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
}
