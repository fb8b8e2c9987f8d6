import { createHash } from 'node:crypto';
import { type BigIntStats, type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { PlatformError } from '@honeyframe/contract/errors';
import { isLeftOut } from './left-out.ts';
import { describeMegabytes, MAX_BYTES, MAX_FILES, MAX_FOLDERS } from './limits.ts';
import { describeReason, toStoreFailure } from './store-failure.ts';

export interface SourceFile {
  /** Relative to the plugin's folder, with `/`. */
  readonly path: string;
  /** Where the content is, links resolved. */
  readonly place: string;
  readonly bytes: number;
  readonly executable: boolean;
  readonly modifiedMs: number;
  /** Another one whenever the content may be another one. */
  readonly stamp: string;
}

export interface SourceListing {
  /** The folder, links resolved. */
  readonly root: string;
  /** Sorted by path. */
  readonly files: readonly SourceFile[];
  readonly bytes: number;
  /** One text for the stamps of all files. */
  readonly fingerprint: string;
  /** When the youngest change of a file was made, as the file system says. */
  readonly changedMs: number;
}

/** Some milliseconds of work, after which requests have their turn. */
const SLICE_ENTRIES = 500;

/**
 * Lists what of a folder is part of the plugin. Throws HF_STORE_* for what a store cannot keep. Asks the file system
 * in slices on this thread: it is done for all plugins at every start, and by way of the thread pool takes five times as long.
 */
export async function listSourceFiles(folder: string): Promise<SourceListing> {
  const walk = new Walk(resolveFolder(folder));
  for (let pause = SLICE_ENTRIES; walk.takeFolder(); ) {
    if (walk.entries < pause) continue;
    pause = walk.entries + SLICE_ENTRIES;
    await setImmediate();
  }
  return walk.finish();
}

function resolveFolder(folder: string): string {
  try {
    const root = realpathSync.native(folder);
    if (!statSync(root).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    return root;
  } catch (cause) {
    const context = { folder, reason: describeReason(cause) };
    throw new PlatformError('HF_STORE_FOLDER_MISSING', context, { cause });
  }
}

interface PendingFolder {
  readonly relative: string;
  readonly place: string;
  /** The folders gone through to get here: a link back to one of them would never end. */
  readonly chain: readonly string[];
}

class Walk {
  readonly root: string;
  /** How many were looked at. */
  entries = 0;
  readonly #pending: PendingFolder[];
  readonly #files: SourceFile[] = [];
  #folders = 0;
  #bytes = 0;
  #changedMs = 0;

  constructor(root: string) {
    this.root = root;
    this.#pending = [{ relative: '', place: root, chain: [root] }];
  }

  finish(): SourceListing {
    const files = this.#files.sort((a, b) => (a.path < b.path ? -1 : 1));
    const hash = createHash('sha256');
    for (const { stamp } of files) hash.update(stamp);
    const fingerprint = hash.digest('hex');
    return { root: this.root, files, bytes: this.#bytes, fingerprint, changedMs: this.#changedMs };
  }

  /** @returns whether there was one left to take. */
  takeFolder(): boolean {
    const folder = this.#pending.pop();
    if (!folder) return false;
    this.#folders += 1;
    if (this.#folders > MAX_FOLDERS) throw this.#tooLarge(`${MAX_FOLDERS} folders`);
    const entries = readEntries(folder);
    const siblings = new Set(entries.map(({ name }) => name));
    for (const entry of entries) {
      if (!isLeftOut(entry.name, folder.relative, siblings)) this.#addEntry(entry, folder);
    }
    return true;
  }

  #addEntry(entry: Dirent, { relative: above, place: folder, chain }: PendingFolder): void {
    const relative = path.posix.join(above, entry.name);
    const place = path.join(folder, entry.name);
    this.entries += 1;
    // Node replaces bytes that are no UTF-8, so that the file could not be found again.
    if (entry.name.includes('\ufffd')) throw new PlatformError('HF_STORE_NAME_INVALID', { file: relative });
    if (entry.isDirectory()) this.#pending.push({ relative, place, chain: [...chain, place] });
    else if (entry.isSymbolicLink()) this.#addLink(relative, place, chain);
    else {
      const stats = readStats(relative, place);
      if (stats) this.#addFile(relative, place, stats);
    }
  }

  #addLink(relative: string, link: string, chain: readonly string[]): void {
    const { place, stats } = followLink(relative, link);
    if (place !== this.root && !place.startsWith(this.root + path.sep)) {
      throw new PlatformError('HF_STORE_PATH_ESCAPES', { file: relative, target: place });
    }
    if (!stats.isDirectory()) this.#addFile(relative, place, stats);
    else if (chain.includes(place)) throw brokenLink(relative, 'it leads to a folder that it is in');
    else this.#pending.push({ relative, place, chain: [...chain, place] });
  }

  #addFile(relative: string, place: string, stats: BigIntStats): void {
    if (!stats.isFile()) {
      throw new PlatformError('HF_STORE_FILE_TYPE', { file: relative, type: describeType(stats) });
    }
    const bytes = Number(stats.size);
    this.#bytes += bytes;
    this.#changedMs = Math.max(this.#changedMs, Number(stats.ctimeMs));
    this.#files.push({
      path: relative,
      place,
      bytes,
      executable: (stats.mode & 0o111n) !== 0n,
      modifiedMs: Number(stats.mtimeMs),
      stamp: toStamp(relative, place, stats),
    });
    if (this.#files.length > MAX_FILES) throw this.#tooLarge(`${MAX_FILES} files`);
    if (this.#bytes > MAX_BYTES) throw this.#tooLarge(describeMegabytes(MAX_BYTES));
  }

  #tooLarge(limit: string): PlatformError {
    return new PlatformError('HF_STORE_TOO_LARGE', { folder: this.root, limit });
  }
}

function readEntries({ relative, place }: PendingFolder): Dirent[] {
  try {
    return readdirSync(place, { withFileTypes: true });
  } catch (error) {
    throw toStoreFailure(error, relative || place);
  }
}

/** Nothing for a file that is gone: editors write files beside the one that they save, and remove them. */
function readStats(relative: string, place: string): BigIntStats | undefined {
  try {
    return lstatSync(place, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    throw toStoreFailure(error, relative);
  }
}

function followLink(relative: string, link: string): { place: string; stats: BigIntStats } {
  try {
    const place = realpathSync.native(link);
    return { place, stats: statSync(place, { bigint: true }) };
  } catch (cause) {
    throw brokenLink(relative, describeReason(cause), cause);
  }
}

/** The change time is there because tools set the modification time back; nothing sets this one. */
function toStamp(relative: string, place: string, stats: BigIntStats): string {
  const facts = [stats.size, stats.mtimeNs, stats.ctimeNs, stats.ino, stats.mode];
  return `${relative}\0${place}\0${facts.join(' ')}\n`;
}

function describeType(stats: BigIntStats): string {
  if (stats.isFIFO()) return 'pipe';
  if (stats.isSocket()) return 'socket';
  return 'device';
}

function brokenLink(file: string, reason: string, cause?: unknown): PlatformError {
  return new PlatformError('HF_STORE_LINK_BROKEN', { file, reason }, { cause });
}
