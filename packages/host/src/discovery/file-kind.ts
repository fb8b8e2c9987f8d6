import type { Dirent, Stats } from 'node:fs';

/** What something in a folder is, as a message names it. */
export function describeKind(entry: Stats | Dirent): string {
  if (entry.isFile()) return 'a file';
  if (entry.isDirectory()) return 'a folder';
  if (entry.isSymbolicLink()) return 'a link';
  if (entry.isFIFO()) return 'a named pipe';
  if (entry.isSocket()) return 'a socket';
  return 'a device';
}
