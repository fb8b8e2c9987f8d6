import { createHash } from 'node:crypto';

/** What of a file goes into the name of its generation. */
export interface HashedFile {
  readonly path: string;
  readonly executable: boolean;
  readonly bytes: number;
  /** Of the content, in hexadecimal. */
  readonly sha256: string;
}

/**
 * Format 1: this line, then for each file its path, `x` or `-`, its length and the hash of its content, apart by NUL,
 * which no path holds. Sorted by UTF-16 code units, so that no locale changes it. Empty folders do not count.
 * A change of the format renames every generation: all plugins would be copied once more, and none would match its row.
 */
const FORMAT = 'honeyframe-store 1\n';

/** The name of a generation: equal for equal contents, on every machine. */
export function nameGeneration(files: readonly HashedFile[]): string {
  const hash = createHash('sha256').update(FORMAT);
  for (const file of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    hash.update(`${file.path}\0${file.executable ? 'x' : '-'}\0${file.bytes}\0${file.sha256}\n`);
  }
  return hash.digest('hex');
}

/** Whether a text can be the name of a generation; only then may it become part of a path. */
export function isGeneration(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
