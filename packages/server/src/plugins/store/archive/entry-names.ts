import path from 'node:path';
import { PlatformError } from '@honeyframe/contract/errors';
import { MAX_FILES, MAX_FOLDERS } from '../limits.ts';
import { describeName } from './describe-name.ts';

/** What file systems take for one name: 255 bytes of it. */
const MAX_NAME_BYTES = 255;
/** Far below the system's 4096, as the path of the store comes before it. */
const MAX_PATH_BYTES = 1024;
/** Control characters, backslashes, and what turns the direction of writing around, so that a name reads as another. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const oddCharacter = /[\\\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd]/;

type Kind = 'file' | 'folder';

/** The names seen in an archive: each is checked, and no two may be one on a system that ignores case or accents' form. */
export class EntryNames {
  /** What a name is on the least exact system, and how it was written here. */
  readonly #known = new Map<string, string>();
  readonly #folders = new Set<string>();
  readonly #count: Record<Kind, number> = { file: 0, folder: 0 };

  /** Checks the path of an entry before anything is written. @returns it without `./`; empty for the top itself. */
  add(entry: string, kind: Kind): string {
    const name = checkPath(entry);
    if (name === '' && kind === 'file') throw invalidName(entry, 'is empty');
    this.#registerFolder(path.posix.dirname(name));
    if (kind === 'folder') this.#registerFolder(name || '.');
    else this.#register(name, kind);
    return name;
  }

  /** From a folder that is known, all above it are: no archive can make this slow. */
  #registerFolder(name: string): void {
    if (name === '.' || this.#folders.has(name)) return;
    this.#registerFolder(path.posix.dirname(name));
    this.#register(name, 'folder');
    this.#folders.add(name);
  }

  #register(name: string, kind: Kind): void {
    const key = name.normalize('NFC').toLowerCase();
    const other = this.#known.get(key);
    if (other !== undefined) throw namedTwice(name, other);
    this.#known.set(key, name);
    this.#count[kind] += 1;
    if (this.#count.file > MAX_FILES) throw tooLarge(`${MAX_FILES} files`);
    if (this.#count.folder > MAX_FOLDERS) throw tooLarge(`${MAX_FOLDERS} folders`);
  }
}

function checkPath(entry: string): string {
  if (/^(?:\/|[A-Za-z]:|\\\\)/.test(entry)) throw outside(entry);
  const segments = entry.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (entry.split(/[/\\]/).includes('..')) throw outside(entry);
  if (oddCharacter.test(entry)) throw invalidName(entry, 'has a control character or a backslash');
  if (segments.some((segment) => Buffer.byteLength(segment) > MAX_NAME_BYTES)) {
    throw invalidName(entry, `is longer than ${MAX_NAME_BYTES} bytes`);
  }
  if (Buffer.byteLength(entry) > MAX_PATH_BYTES)
    throw invalidName(entry, `is longer than ${MAX_PATH_BYTES} bytes`);
  return segments.join('/');
}

function outside(entry: string): PlatformError {
  return new PlatformError('HF_ARCHIVE_PATH_OUTSIDE', { entry: describeName(entry) });
}

export function invalidName(entry: string, reason: string): PlatformError {
  return new PlatformError('HF_ARCHIVE_NAME_INVALID', { entry: describeName(entry), reason });
}

function namedTwice(entry: string, other: string): PlatformError {
  const context = { entry: describeName(entry), other: describeName(other) };
  return new PlatformError('HF_ARCHIVE_NAME_TWICE', context);
}

function tooLarge(limit: string): PlatformError {
  return new PlatformError('HF_ARCHIVE_TOO_LARGE', { limit });
}
