import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract/errors';
import type { ReadEntry } from 'tar';
import { describeMegabytes, MAX_BYTES } from '../limits.ts';
import { toWriteFailure } from '../store-failure.ts';
import { describeName } from './describe-name.ts';
import { EntryNames } from './entry-names.ts';
import { findPluginRoot, type PluginRoot } from './find-plugin-root.ts';
import { readArchive } from './read-archive.ts';
import { requireArchive } from './require-archive.ts';

/** Unpacks a `.tgz` into an empty folder and finds the plugin in it. Every entry is checked before it is written. */
export async function unpackArchive(file: string, target: string, checksum?: string): Promise<PluginRoot> {
  await requireArchive(file, checksum);
  const unpacking = new Unpacking(target);
  await readArchive(file, (entry) => unpacking.add(entry));
  return await findPluginRoot(target);
}

const plainTypes: ReadonlySet<string> = new Set(['File', 'OldFile', 'ContiguousFile']);
const linkTypes: ReadonlySet<string> = new Set(['Link', 'SymbolicLink']);

class Unpacking {
  readonly #target: string;
  readonly #names = new EntryNames();
  readonly #folders = new Set<string>();
  #bytes = 0;

  constructor(target: string) {
    this.#target = target;
  }

  async add(entry: ReadEntry): Promise<void> {
    if (entry.ignore) throw unknownType(entry);
    if (linkTypes.has(entry.type)) {
      throw new PlatformError('HF_ARCHIVE_LINK', { entry: describeName(entry.path) });
    }
    if (entry.type === 'Directory') return await this.#addFolder(entry);
    if (!plainTypes.has(entry.type)) throw unknownType(entry);
    await this.#addFile(entry);
  }

  async #addFolder(entry: ReadEntry): Promise<void> {
    const name = this.#names.add(entry.path, 'folder');
    await this.#createFolder(path.join(this.#target, name));
    entry.resume();
  }

  async #addFile(entry: ReadEntry): Promise<void> {
    const name = this.#names.add(entry.path, 'file');
    // Refused before its first byte is written, if it is honest; and by what comes, if it is not.
    this.#requireRoom(entry.header.size ?? 0);
    const place = path.join(this.#target, name);
    await this.#createFolder(path.dirname(place));
    const mode = (Number(entry.mode ?? 0) & 0o111) === 0 ? 0o600 : 0o700;
    await this.#write(entry, place, mode);
  }

  async #write(entry: ReadEntry, place: string, mode: number): Promise<void> {
    // `wx`: never through a link or over a file, should one be there against all expectation.
    await using handle = await open(place, 'wx', mode).catch((error: unknown) => {
      throw toWriteFailure(error, place);
    });
    for await (const chunk of entry as AsyncIterable<Buffer>) {
      this.#requireRoom(chunk.length);
      this.#bytes += chunk.length;
      await handle.writeFile(chunk).catch((error: unknown) => {
        throw toWriteFailure(error, place);
      });
    }
  }

  async #createFolder(folder: string): Promise<void> {
    if (this.#folders.has(folder)) return;
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      throw toWriteFailure(error, folder);
    });
    this.#folders.add(folder);
  }

  #requireRoom(bytes: number): void {
    if (this.#bytes + bytes <= MAX_BYTES) return;
    throw new PlatformError('HF_ARCHIVE_TOO_LARGE', { limit: describeMegabytes(MAX_BYTES) });
  }
}

function unknownType(entry: ReadEntry): PlatformError {
  const context = { entry: describeName(entry.path), type: describeName(entry.type) };
  return new PlatformError('HF_ARCHIVE_ENTRY_TYPE', context);
}
