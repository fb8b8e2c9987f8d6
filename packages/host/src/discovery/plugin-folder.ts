import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { normalizeRelativePath } from '@honeyframe/contract/manifest';
import { type FileReading, readFile } from './read-file.ts';
import { type InsideResult, resolveInside } from './resolve-inside.ts';
import { describeSystemError } from './system-error.ts';

/** A file of the plugin with its real path, when it lies inside. */
export interface FoundFile {
  readonly reading: FileReading;
  readonly real?: string;
}

/** What a path of the plugin names. */
export type FoundEntry =
  | { readonly outcome: 'found'; readonly stats: Stats }
  | { readonly outcome: 'missing' | 'outside' }
  | { readonly outcome: 'unreadable'; readonly reason: string };

/**
 * The folder of one plugin, from which nothing outside is reached: links are resolved before anything is read. Folders
 * are resolved once and files are opened without following links, so that the usual file, which is no link, costs no
 * look of its own.
 *
 * Synchronous on purpose: for files of a few kilobytes a trip through the thread pool costs several times the call,
 * and discovery yields between plugins.
 */
export class PluginFolder {
  readonly #root: string;
  readonly #folders = new Map<string, InsideResult>();
  readonly #names = new Map<string, ReadonlySet<string> | 'outside'>();

  /** `root` must be free of links. */
  constructor(root: string) {
    this.#root = root;
  }

  /** The names in a folder, which answer for all extensions of a module; none when it cannot be listed. */
  list(folder: string): ReadonlySet<string> | 'outside' {
    const known = this.#names.get(folder);
    if (known) return known;
    const names = this.#readNames(folder);
    this.#names.set(folder, names);
    return names;
  }

  /** Reads a file of at most `maxBytes`. */
  read(file: string, maxBytes: number): FoundFile {
    const place = this.#locate(file);
    if (place.outcome !== 'inside') return { reading: place };
    const reading = readFile(place.real, maxBytes);
    if (reading.outcome !== 'link') return { reading, real: place.real };
    const target = resolveInside(this.#root, place.real);
    if (target.outcome !== 'inside') return { reading: target };
    return { reading: readFile(target.real, maxBytes), real: target.real };
  }

  /** What a path names, links resolved. */
  find(entry: string): FoundEntry {
    const place = this.#locate(entry);
    if (place.outcome !== 'inside') return place;
    try {
      const stats = lstatSync(place.real, { throwIfNoEntry: false });
      if (!stats) return { outcome: 'missing' };
      if (!stats.isSymbolicLink()) return { outcome: 'found', stats };
      const target = resolveInside(this.#root, place.real);
      return target.outcome === 'inside' ? { outcome: 'found', stats: statSync(target.real) } : target;
    } catch (error) {
      return { outcome: 'unreadable', reason: describeSystemError(error) };
    }
  }

  /** The path of an entry with its folder resolved, but not the entry itself. */
  #locate(entry: string): InsideResult {
    const normal = normalizeRelativePath(entry);
    const slash = normal.lastIndexOf('/');
    const folder = this.#resolveFolder(slash < 0 ? '' : normal.slice(0, slash));
    if (folder.outcome !== 'inside' || normal === '') return folder;
    return { outcome: 'inside', real: `${folder.real}/${normal.slice(slash + 1)}` };
  }

  #resolveFolder(folder: string): InsideResult {
    if (folder === '') return { outcome: 'inside', real: this.#root };
    const known = this.#folders.get(folder);
    if (known) return known;
    const resolved = this.#follow(this.#locate(folder));
    this.#folders.set(folder, resolved);
    return resolved;
  }

  /** Resolves the last part of a path, whose folder is resolved; a look at it alone is cheaper than at all parts. */
  #follow(place: InsideResult): InsideResult {
    if (place.outcome !== 'inside') return place;
    try {
      const stats = lstatSync(place.real, { throwIfNoEntry: false });
      if (!stats) return { outcome: 'missing' };
      return stats.isSymbolicLink() ? resolveInside(this.#root, place.real) : place;
    } catch (error) {
      return { outcome: 'unreadable', reason: describeSystemError(error) };
    }
  }

  #readNames(folder: string): ReadonlySet<string> | 'outside' {
    const resolved = this.#resolveFolder(folder);
    if (resolved.outcome === 'outside') return 'outside';
    if (resolved.outcome !== 'inside') return new Set();
    try {
      return new Set(readdirSync(resolved.real));
    } catch {
      return new Set();
    }
  }
}
