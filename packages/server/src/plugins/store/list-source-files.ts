import { createHash } from 'node:crypto';
import type { BigIntStats, Dirent } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract/errors';
import { isLeftOut } from './left-out.ts';
import { describeMegabytes, MAX_BYTES, MAX_FILES, MAX_FOLDERS } from './limits.ts';
import { codeOf, describeReason, toStoreFailure } from './store-failure.ts';

export interface SourceFile {
  /** Relative to the plugin's folder, with `/`. */
  readonly path: string;
  /** Where the content is, links resolved. */
  readonly place: string;
  readonly bytes: number;
  readonly executable: boolean;
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

/** Lists what of a folder is part of the plugin. Throws HF_STORE_* for what a store cannot keep. */
export async function listSourceFiles(folder: string): Promise<SourceListing> {
  const walk = new Walk(await resolveFolder(folder));
  await walk.addFolder('', walk.root, [walk.root]);
  return walk.finish();
}

async function resolveFolder(folder: string): Promise<string> {
  try {
    const root = await realpath(folder);
    await readdir(root);
    return root;
  } catch (cause) {
    const context = { folder, reason: describeReason(cause) };
    throw new PlatformError('HF_STORE_FOLDER_MISSING', context, { cause });
  }
}

class Walk {
  readonly root: string;
  readonly #files: SourceFile[] = [];
  #folders = 0;
  #bytes = 0;
  #changedMs = 0;

  constructor(root: string) {
    this.root = root;
  }

  finish(): SourceListing {
    const files = this.#files.sort((a, b) => (a.path < b.path ? -1 : 1));
    const hash = createHash('sha256');
    for (const { stamp } of files) hash.update(stamp);
    const fingerprint = hash.digest('hex');
    return { root: this.root, files, bytes: this.#bytes, fingerprint, changedMs: this.#changedMs };
  }

  /** `chain` are the folders gone through to get here: a link back to one of them would never end. */
  async addFolder(relative: string, place: string, chain: readonly string[]): Promise<void> {
    this.#folders += 1;
    if (this.#folders > MAX_FOLDERS) throw this.#tooLarge(`${MAX_FOLDERS} folders`);
    const entries = await this.#read(relative, place);
    const siblings = new Set(entries.map(({ name }) => name));
    const kept = entries.filter(({ name }) => !isLeftOut(name, relative, siblings));
    await Promise.all(kept.map((entry) => this.#addEntry(entry, relative, place, chain)));
  }

  async #read(relative: string, place: string): Promise<Dirent[]> {
    return await readdir(place, { withFileTypes: true }).catch((error: unknown) => {
      throw toStoreFailure(error, relative || place);
    });
  }

  async #addEntry(entry: Dirent, above: string, folder: string, chain: readonly string[]): Promise<void> {
    const relative = path.posix.join(above, entry.name);
    const place = path.join(folder, entry.name);
    // Node replaces bytes that are no UTF-8, so that the file could not be found again.
    if (entry.name.includes('\ufffd')) throw new PlatformError('HF_STORE_NAME_INVALID', { file: relative });
    if (entry.isDirectory()) return await this.addFolder(relative, place, [...chain, place]);
    if (entry.isSymbolicLink()) return await this.#addLink(relative, place, chain);
    const stats = await lstat(place, { bigint: true }).catch((error: unknown) => {
      // Editors write files beside the one that they save, and remove them.
      if (codeOf(error) === 'ENOENT') return undefined;
      throw toStoreFailure(error, relative);
    });
    if (stats) this.#addFile(relative, place, stats);
  }

  async #addLink(relative: string, link: string, chain: readonly string[]): Promise<void> {
    const place = await realpath(link).catch((error: unknown) => {
      throw brokenLink(relative, describeReason(error));
    });
    if (place !== this.root && !place.startsWith(this.root + path.sep)) {
      throw new PlatformError('HF_STORE_PATH_ESCAPES', { file: relative, target: place });
    }
    const stats = await stat(place, { bigint: true });
    if (!stats.isDirectory()) return this.#addFile(relative, place, stats);
    if (chain.includes(place)) throw brokenLink(relative, 'it leads to a folder that it is in');
    await this.addFolder(relative, place, [...chain, place]);
  }

  #addFile(relative: string, place: string, stats: BigIntStats): void {
    if (!stats.isFile()) {
      throw new PlatformError('HF_STORE_FILE_TYPE', { file: relative, type: describeType(stats) });
    }
    const bytes = Number(stats.size);
    this.#bytes += bytes;
    this.#changedMs = Math.max(this.#changedMs, Number(stats.ctimeMs));
    const executable = (stats.mode & 0o111n) !== 0n;
    this.#files.push({ path: relative, place, bytes, executable, stamp: toStamp(relative, place, stats) });
    if (this.#files.length > MAX_FILES) throw this.#tooLarge(`${MAX_FILES} files`);
    if (this.#bytes > MAX_BYTES) throw this.#tooLarge(describeMegabytes(MAX_BYTES));
  }

  #tooLarge(limit: string): PlatformError {
    return new PlatformError('HF_STORE_TOO_LARGE', { folder: this.root, limit });
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

function brokenLink(file: string, reason: string): PlatformError {
  return new PlatformError('HF_STORE_LINK_BROKEN', { file, reason });
}
